import type { Scenario } from '../../scenario.ts';

export const commandLinePathToo: Scenario = {
  id: 'getfd/command-line-path-too',
  title: 'a socket has one address',
  clauses: ['GETFD-10'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},path=x'] },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},path=x: None or one of 'path', 'fd' or 'host' option required.",
        ],
      },
    ],
  ],
};
