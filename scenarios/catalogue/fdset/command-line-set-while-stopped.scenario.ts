import type { Scenario } from '../../scenario.ts';

/** With -S a set of the command line survives disconnects on 7.2 until one after cont. Source: FDSET-39, FDSET-32. */
export const commandLineSetWhileStopped: Scenario = {
  id: 'fdset/command-line-set-while-stopped',
  title: 'with -S a set of the command line survives disconnects on 7.2 until one after cont',
  clauses: ['FDSET-39', 'FDSET-32'],
  needs: ['listening-monitors'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        paused: true,
        args: ['-add-fd', 'fd={fd:p.write},set=5,opaque=cli'],
        monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
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
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' }, opaque: 'cli' }] }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' }, opaque: 'cli' }] }] },
        },
      },
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
