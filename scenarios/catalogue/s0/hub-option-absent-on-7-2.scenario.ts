import type { Scenario } from '../../scenario.ts';

/** 7.2 does not understand the options of a hub. Source: S0-8. */
export const hubOptionAbsentOn72: Scenario = {
  id: 's0/hub-option-absent-on-7-2',
  title: '7.2 does not understand the options of a hub',
  clauses: ['S0-8'],
  profiles: ['qemu-7.2'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'null,id=a', '-chardev', 'hub,id=h,chardevs.0=a'] },
      {
        see: 'exit',
        status: 1,
        stderr: ["qemu-system-x86_64: -chardev hub,id=h,chardevs.0=a: Invalid parameter 'chardevs.0'"],
      },
    ],
  ],
};
