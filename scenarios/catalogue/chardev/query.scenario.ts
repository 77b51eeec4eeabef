import type { Scenario } from '../../scenario.ts';

export const query: Scenario = {
  id: 'chardev/query',
  title: 'query-chardev tells label, kind and whether a frontend is there, of every chardev until it is removed',
  clauses: ['QMP-15', 'CHR-05', 'CHR-15', 'CHR-16'],
  steps: [
    [{ do: 'mkfifo', path: '{dir}/line' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'e', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'd', backend: { type: 'ringbuf', data: { size: 16 } } } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/out' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'b', backend: { type: 'pipe', data: { device: '{dir}/line' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'a', backend: { type: 'serial', data: { device: '/dev/null' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      {
        see: 'return',
        value: [
          { label: 'a', filename: 'serial', 'frontend-open': false },
          { label: 'b', filename: 'pipe', 'frontend-open': false },
          { label: 'c', filename: 'file', 'frontend-open': false },
          { label: 'd', filename: 'ringbuf', 'frontend-open': false },
          { label: 'e', filename: 'null', 'frontend-open': false },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'a' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'b' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'd' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'e', filename: 'null', 'frontend-open': false }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'e' } },
      { see: 'return', value: {} },
    ],
  ],
};
