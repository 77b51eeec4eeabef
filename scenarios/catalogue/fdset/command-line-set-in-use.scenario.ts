import type { Scenario } from '../../scenario.ts';

/**
 * A set of the command line that a chardev uses survives the last disconnect. Source: FDSET-39, FDSET-38, FDSET-44.
 */
export const commandLineSetInUse: Scenario = {
  id: 'fdset/command-line-set-in-use',
  title: 'a set of the command line that a chardev uses survives the last disconnect',
  clauses: ['FDSET-39', 'FDSET-38', 'FDSET-44'],
  needs: ['listening-monitors'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=5', '-chardev', 'file,id=log,path=/dev/fdset/5,append=on'],
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
      { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'log' } },
      { see: 'return', value: {} },
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
          'qemu-10.0': { see: 'return', value: [{ 'fdset-id': 5, fds: [{ fd: { $: 'cli' } }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
  ],
};
