import type { Scenario } from '../../scenario.ts';

/** The multiplex chardev of the proposal is not understood. Source: S0-8. */
export const multiplexAbsent: Scenario = {
  id: 's0/multiplex-absent',
  title: 'the multiplex chardev of the proposal is not understood',
  clauses: ['S0-8'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      {
        do: 'launch',
        args: ['-chardev', 'null,id=a', '-chardev', 'null,id=b', '-chardev', 'multiplex,id=m,muxA=a,muxB=b'],
      },
      {
        see: 'exit',
        status: 1,
        stderr: ["qemu-system-x86_64: -chardev multiplex,id=m,muxA=a,muxB=b: Invalid parameter 'muxA'"],
      },
    ],
  ],
};
