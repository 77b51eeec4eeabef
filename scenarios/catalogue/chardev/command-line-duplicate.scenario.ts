import type { Scenario } from '../../scenario.ts';

export const commandLineDuplicate: Scenario = {
  id: 'chardev/command-line-duplicate',
  title: 'an id may be given once on the command line',
  clauses: ['CHR-08'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'null,id=c', '-chardev', 'ringbuf,id=c'] },
      {
        see: 'exit',
        status: 1,
        stderr: ["qemu-system-x86_64: -chardev ringbuf,id=c: Duplicate ID 'c' for chardev"],
      },
    ],
  ],
};
