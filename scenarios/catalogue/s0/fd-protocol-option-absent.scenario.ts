import type { Scenario } from '../../scenario.ts';

/** The option that would name a set is not understood. Source: S0-6. */
export const fdProtocolOptionAbsent: Scenario = {
  id: 's0/fd-protocol-option-absent',
  title: 'the option that would name a set is not understood',
  clauses: ['S0-6'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'fd,id=c,fdset=2'] },
      { see: 'exit', status: 1, stderr: ["qemu-system-x86_64: -chardev fd,id=c,fdset=2: Invalid parameter 'fdset'"] },
    ],
  ],
};
