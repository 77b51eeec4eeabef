import type { Scenario } from '../../scenario.ts';

/** The command line has input-path for this on 10.0 only. Source: S0-5, FILE-01. */
export const fileOverTwoPipesCommandLine: Scenario = {
  id: 's0/file-over-two-pipes-command-line',
  title: 'the command line has input-path for this on 10.0 only',
  clauses: ['S0-5', 'FILE-01'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:in.read},set=2',
          '-add-fd',
          'fd={fd:out.write},set=3',
          '-chardev',
          'file,id=c,path=/dev/fdset/3,input-path=/dev/fdset/2,append=on',
        ],
      },
      {
        byProfile: {
          'qemu-7.2': {
            see: 'exit',
            status: 1,
            stderr: [
              "qemu-system-x86_64: -chardev file,id=c,path=/dev/fdset/3,input-path=/dev/fdset/2,append=on: Invalid parameter 'input-path'",
            ],
          },
          else: { see: 'launched' },
        },
      },
    ],
  ],
};
