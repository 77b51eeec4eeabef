import type { Scenario } from '../../scenario.ts';

/** Sizes of a ring buffer by QMP. Source: RB-01. */
export const ringbufSize: readonly Scenario[] = [
  {
    id: 'chardev/ringbuf-size/1',
    title: 'a size of 1',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 1 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'h' },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/2',
    title: 'a size of 2',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 2 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'gh' },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/3',
    title: 'a size of 3',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 3 } } } },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'r': size of ringbuf chardev must be power of two",
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/4',
    title: 'a size of 4',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 4 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'efgh' },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/6',
    title: 'a size of 6',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 6 } } } },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'r': size of ringbuf chardev must be power of two",
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/4096',
    title: 'a size of 4096',
    clauses: ['RB-01'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 4096 } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'return', value: 'abcdefgh' },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/65535',
    title: 'a size of 65535',
    clauses: ['RB-01'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 65535 } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'r': size of ringbuf chardev must be power of two",
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abcdefgh' } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
        { see: 'error', class: 'GenericError', desc: "Device 'r' not found" },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-size/negative',
    title: 'a negative size',
    clauses: ['RB-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: -1 } } } },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'r': size of ringbuf chardev must be power of two",
        },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: -4096 } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'r': size of ringbuf chardev must be power of two",
        },
      ],
    ],
  },
];
