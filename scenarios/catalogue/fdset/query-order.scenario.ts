import type { Scenario } from '../../scenario.ts';

/** Sets are listed in descending id, members oldest first. Source: FDSET-22. */
export const queryOrder: Scenario = {
  id: 'fdset/query-order',
  title: 'sets are listed in descending id, members oldest first',
  clauses: ['FDSET-22'],
  bugs: ['BUG-128'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 10 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 10, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 0 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'c' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'd' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 10 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 10, fd: { $: 'e' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 10, fds: [{ fd: { $: 'b' } }, { fd: { $: 'e' } }] },
          { 'fdset-id': 2, fds: [{ fd: { $: 'a' } }, { fd: { $: 'd' } }] },
          { 'fdset-id': 0, fds: [{ fd: { $: 'c' } }] },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 10 } },
      { see: 'return', value: {} },
    ],
  ],
};
