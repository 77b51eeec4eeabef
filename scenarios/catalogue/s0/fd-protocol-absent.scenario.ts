import type { Scenario } from '../../scenario.ts';

/** There is no fd chardev: on the command line the name is an internal abstract class. Source: S0-6. */
export const fdProtocolAbsent: Scenario = {
  id: 's0/fd-protocol-absent',
  title: 'there is no fd chardev: on the command line the name is an internal abstract class',
  clauses: ['S0-6'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-chardev', 'fd,id=c,fd={fd:p.write}'] },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev fd,id=c,fd={fd:p.write}: Parameter 'driver' expects a non-abstract device type",
        ],
      },
    ],
  ],
};
