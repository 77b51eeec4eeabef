import type { Scenario } from '../../scenario.ts';

/**
 * On 7.2 a member removed while stopped goes when any monitor disconnects while running. Source: FDSET-30, FDSET-31.
 */
export const contThenDisconnectReaps: Scenario = {
  id: 'fdset/cont-then-disconnect-reaps',
  title: 'on 7.2 a member removed while stopped goes when any monitor disconnects while running',
  clauses: ['FDSET-30', 'FDSET-31'],
  needs: ['listening-monitors'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'listen' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'b', as: 'b' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'kept' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [{ do: 'disconnect', on: 'b' }, { see: 'done' }],
    // The other monitor is still connected, so set 2 stays.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'kept' } }] }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'r', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
