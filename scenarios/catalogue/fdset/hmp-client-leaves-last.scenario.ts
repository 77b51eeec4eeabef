import type { Scenario } from '../../scenario.ts';

/** When an HMP client leaves last, its disconnect reaps what a QMP client added. Source: FDSET-36. */
export const hmpClientLeavesLast: Scenario = {
  id: 'fdset/hmp-client-leaves-last',
  title: 'when an HMP client leaves last, its disconnect reaps what a QMP client added',
  clauses: ['FDSET-36'],
  needs: ['listening-monitors', 'hmp'],
  launch: {
    monitors: [
      { id: 'm', mode: 'qmp', via: 'listen' },
      { id: 'h', mode: 'hmp', via: 'listen' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'connect', monitor: 'h', as: 'hmp' }, { see: 'done' }],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [{ do: 'disconnect', on: 'hmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          'qemu-10.0': { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
          else: { see: 'descriptors', held: [] },
        },
      },
    ],
  ],
};
