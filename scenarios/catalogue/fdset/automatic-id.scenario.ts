import type { Scenario } from '../../scenario.ts';

/** Without an id add-fd makes a new set with the smallest number not in use. Source: FDSET-18. */
export const automaticId: Scenario = {
  id: 'fdset/automatic-id',
  title: 'without an id add-fd makes a new set with the smallest number not in use',
  clauses: ['FDSET-18'],
  bugs: ['BUG-128'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'm0' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'm1' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 3, fd: { $: 'm3' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'm2' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 4, fd: { $: 'm4' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'n1' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
