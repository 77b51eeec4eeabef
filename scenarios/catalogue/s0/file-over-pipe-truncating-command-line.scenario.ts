import type { Scenario } from '../../scenario.ts';

/** On the command line file over a pipe end without append ends the start. Source: S0-1. */
export const fileOverPipeTruncatingCommandLine: Scenario = {
  id: 's0/file-over-pipe-truncating-command-line',
  title: 'on the command line file over a pipe end without append ends the start',
  clauses: ['S0-1'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2'] },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev file,id=c,path=/dev/fdset/2: Could not open '/dev/fdset/2': Invalid argument",
        ],
      },
    ],
  ],
};
