import type { Scenario } from '../../scenario.ts';

export const noNumberNoClient: Scenario = {
  id: 'sock/no-number-no-client',
  title: 'an empty number is none for a client',
  clauses: ['SOCK-22', 'GETFD-10'],
  launch: 'manual',
  needs: ['launch'],
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'socket,id=c,fd='] },
      { see: 'exit', status: 1, stderr: ['qemu-system-x86_64: -chardev socket,id=c,fd=: Unable to parse FD number '] },
    ],
  ],
};
