import type { Scenario } from '../../scenario.ts';

export const changeWithoutFrontend: readonly Scenario[] = [
  {
    id: 'chardev/change-without-frontend/succeeds',
    title: 'an unused chardev is replaced by one of another kind under its id',
    clauses: ['SWAP-S01', 'SWAP-S04'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'ringbuf', data: { size: 4 } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ label: 'c', filename: 'ringbuf', 'frontend-open': false }] },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'c', data: 'x' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'ringbuf', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 1 } },
        { see: 'return', value: '' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'chardev/change-without-frontend/fails-and-loses',
    title: 'a change that fails takes an unused chardev with it',
    clauses: ['SWAP-S04'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/nonexistent/x' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': Could not open '/nonexistent/x': No such file or directory",
        },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [] },
      ],
    ],
  },
  {
    id: 'chardev/change-without-frontend/unknown',
    title: 'an id that is not there cannot be changed',
    clauses: ['SWAP-S02'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'c' does not exist" },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [] },
      ],
    ],
  },
];
