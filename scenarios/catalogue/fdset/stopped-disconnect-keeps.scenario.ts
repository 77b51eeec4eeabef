import type { Scenario } from '../../scenario.ts';

/** On 7.2 a disconnect while stopped reaps nothing. Source: FDSET-30, FDSET-31, FDSET-32. */
export const stoppedDisconnectKeeps: Scenario = {
  id: 'fdset/stopped-disconnect-keeps',
  title: 'on 7.2 a disconnect while stopped reaps nothing',
  clauses: ['FDSET-30', 'FDSET-31', 'FDSET-32'],
  needs: ['listening-monitors'],
  launch: {
    paused: true,
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
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [{ do: 'disconnect', on: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'connect', monitor: 'b', as: 'b' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [{ do: 'disconnect', on: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
