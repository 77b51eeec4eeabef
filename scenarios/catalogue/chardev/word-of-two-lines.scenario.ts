import type { Scenario } from '../../scenario.ts';

export const wordOfTwoLines: Scenario = {
  id: 'chardev/word-of-two-lines',
  title: 'a complaint about a word of two lines stands on two',
  clauses: ['CHR-09'],
  launch: 'manual',
  needs: ['launch'],
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'nu\nll,id=c'] },
      { see: 'exit', status: 1, stderr: ['qemu-system-x86_64: -chardev nu'] },
    ],
  ],
};
