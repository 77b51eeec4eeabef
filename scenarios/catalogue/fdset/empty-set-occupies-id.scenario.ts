import type { Scenario } from '../../scenario.ts';

/** A set that lives by its dups alone still occupies its id. Source: FDSET-18, FDSET-23. */
export const emptySetOccupiesId: Scenario = {
  id: 'fdset/empty-set-occupies-id',
  title: 'a set that lives by its dups alone still occupies its id',
  clauses: ['FDSET-18', 'FDSET-23'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/0', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 0, fds: [] }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'next' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'again' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
  ],
};
