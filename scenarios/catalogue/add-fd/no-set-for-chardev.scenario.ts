import type { Scenario } from '../../scenario.ts';

/** A -chardev on a set that no -add-fd made ends the start. Source: FDSET-44, OPEN-04. */
export const noSetForChardev: Scenario = {
  id: 'add-fd/no-set-for-chardev',
  title: 'a -chardev on a set that no -add-fd made ends the start',
  clauses: ['FDSET-44', 'OPEN-04'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=log,path=/dev/fdset/2,append=on'],
      },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev file,id=log,path=/dev/fdset/2,append=on: Could not open '/dev/fdset/2': No such file or directory",
        ],
      },
    ],
  ],
};
