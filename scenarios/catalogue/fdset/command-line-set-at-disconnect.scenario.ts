import type { Scenario } from '../../scenario.ts';

/**
 * A set of the command line is kept until the first client leaves while the machine runs. Source: FDSET-39, FDSET-35,
 * FDSET-40.
 */
export const commandLineSetAtDisconnect: Scenario = {
  id: 'fdset/command-line-set-at-disconnect',
  title: 'a set of the command line is kept until the first client leaves while the machine runs',
  clauses: ['FDSET-39', 'FDSET-35', 'FDSET-40'],
  needs: ['listening-monitors'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=5,opaque=cli'],
        monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' }, opaque: 'cli' }] }] },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-10.0': { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' }, opaque: 'cli' }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
  ],
};
