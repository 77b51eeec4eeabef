import type { Scenario } from '../../scenario.ts';

/** A wrong -add-fd is reported before a wrong -chardev that stands first. Source: FDSET-44, FDSET-40. */
export const errorBeforeChardevError: Scenario = {
  id: 'add-fd/error-before-chardev-error',
  title: 'a wrong -add-fd is reported before a wrong -chardev that stands first',
  clauses: ['FDSET-44', 'FDSET-40'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'file,id=log,path=/dev/fdset/1', '-add-fd', 'set=1'] },
      {
        see: 'exit',
        status: 1,
        stderr: ['qemu-system-x86_64: -add-fd set=1: fd option is required and must be non-negative'],
      },
    ],
  ],
};
