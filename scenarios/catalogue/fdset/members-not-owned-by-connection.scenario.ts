import type { Scenario } from '../../scenario.ts';

/** Members added by one client survive its exit while another is connected. Source: FDSET-37, FDSET-35. */
export const membersNotOwnedByConnection: Scenario = {
  id: 'fdset/members-not-owned-by-connection',
  title: 'members added by one client survive its exit while another is connected',
  clauses: ['FDSET-37', 'FDSET-35'],
  needs: ['listening-monitors'],
  launch: {
    monitors: [
      { id: 'm', mode: 'qmp', via: 'listen' },
      { id: 'n', mode: 'qmp', via: 'listen' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'a' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'connect', monitor: 'n', as: 'b' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', on: 'a', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'disconnect', on: 'a' }, { see: 'done' }],
    [
      { do: 'qmp', on: 'b', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
