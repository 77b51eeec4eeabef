import type { Scenario } from '../../scenario.ts';

/** ringbuf-read and ringbuf-write. Source: QMP-14. */
export const ringbuf: readonly Scenario[] = [
  {
    id: 'qmp/ringbuf/round-trip',
    title: 'bytes written are read in order',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abc' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 2 } },
        { see: 'return', value: 'ab' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9 } },
        { see: 'return', value: 'c' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9 } },
        { see: 'return', value: '' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/base64',
    title: 'format base64 decodes and encodes',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'aGk=', format: 'base64' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 10, format: 'base64' } },
        { see: 'return', value: 'aGk=' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/base64-to-utf8',
    title: 'what was written as base64 may be read as text',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'aGk=', format: 'base64' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 10, format: 'utf8' } },
        { see: 'return', value: 'hi' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/oldest-overwritten',
    title: 'a full ring loses its oldest bytes',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '0123456789abcdefXY' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 99 } },
        { see: 'return', value: '23456789abcdefXY' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/zero-size',
    title: 'the size must be greater than zero',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 0 } },
        { see: 'error', class: 'GenericError', desc: 'size must be greater than zero' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: -1 } },
        { see: 'error', class: 'GenericError', desc: 'size must be greater than zero' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/bad-base64',
    title: 'what is no base64 is refused',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '%%%', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9 } },
        { see: 'return', value: '' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/unknown-device',
    title: 'an unknown device is named',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'zz', size: 1 } },
        { see: 'error', class: 'GenericError', desc: "Device 'zz' not found" },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'zz', data: '' } },
        { see: 'error', class: 'GenericError', desc: "Device 'zz' not found" },
      ],
    ],
  },
  {
    id: 'qmp/ringbuf/other-backend',
    title: 'another kind of backend is refused',
    clauses: ['QMP-14'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'n', size: 1 } },
        { see: 'error', class: 'GenericError', desc: 'n is not a ringbuf device' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'n', data: 'x' } },
        { see: 'error', class: 'GenericError', desc: 'n is not a ringbuf device' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'n' } },
        { see: 'return', value: {} },
      ],
    ],
  },
];
