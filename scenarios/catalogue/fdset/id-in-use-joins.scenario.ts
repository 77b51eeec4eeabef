import type { Scenario } from '../../scenario.ts';

/** An id in use joins the set, a new one makes it. Source: FDSET-19. */
export const idInUseJoins: Scenario = {
  id: 'fdset/id-in-use-joins',
  title: 'an id in use joins the set, a new one makes it',
  clauses: ['FDSET-19'],
  bugs: ['BUG-128'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 7 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 7, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 7 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 7, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 7, fds: [{ fd: { $: 'a' } }, { fd: { $: 'b' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 7 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
