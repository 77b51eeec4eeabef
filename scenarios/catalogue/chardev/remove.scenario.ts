import type { Scenario } from '../../scenario.ts';

export const remove: readonly Scenario[] = [
  {
    id: 'chardev/remove/unknown',
    title: 'an id that is not there cannot be removed, and none twice',
    clauses: ['CHR-11', 'CHR-13'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
      ],
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
      ],
    ],
  },
  {
    id: 'chardev/remove/no-id',
    title: 'chardev-remove needs an id',
    clauses: ['QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-remove' },
        { see: 'error', class: 'GenericError', desc: "Parameter 'id' is missing" },
      ],
    ],
  },
  {
    id: 'chardev/remove/busy',
    title: 'a chardev that a frontend uses cannot be removed',
    clauses: ['CHR-11', 'CHR-12', 'CHR-16'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'c' is busy" },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ label: 'c', filename: 'null', 'frontend-open': true }] },
      ],
    ],
  },
  {
    id: 'chardev/remove/failed-add-leaves-none',
    title: 'an id whose chardev could not be opened is free at once',
    clauses: ['CHR-02', 'CHR-06'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
        },
        {
          see: 'error',
          class: 'GenericError',
          desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': No such file or directory",
        },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
      ],
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
    ],
  },
];
