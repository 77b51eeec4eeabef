import type { Scenario } from '../../scenario.ts';

/**
 * A set of the command line grows and shrinks by monitor commands like any other. Source: FDSET-40, FDSET-19,
 * FDSET-22.
 */
export const setSharedWithMonitor: Scenario = {
  id: 'add-fd/set-shared-with-monitor',
  title: 'a set of the command line grows and shrinks by monitor commands like any other',
  clauses: ['FDSET-40', 'FDSET-19', 'FDSET-22'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1'] }, { see: 'launched' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'later' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'first' } }, { fd: { $: 'later' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'first' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'later' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 0, fd: { $: 'auto' } } },
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
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
