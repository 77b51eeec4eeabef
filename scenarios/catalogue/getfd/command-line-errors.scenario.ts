import type { Scenario } from '../../scenario.ts';

/** A number on the command line that is no socket ends the start. Source: GETFD-10. */
export const commandLineErrors: readonly Scenario[] = [
  {
    id: 'getfd/command-line-errors/pipe',
    title: 'a pipe is not a socket',
    clauses: ['GETFD-10'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:p.write}'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev socket,id=c,fd={fd:p.write}: File descriptor '{fd:p.write}' is not a socket",
          ],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-errors/not-open',
    title: 'a number that is not open is not a socket',
    clauses: ['GETFD-10'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd=400'] },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -chardev socket,id=c,fd=400: File descriptor '400' is not a socket"],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-errors/name',
    title: 'a name cannot be parsed as a number',
    clauses: ['GETFD-10'],
    needs: ['launch'],
    launch: 'manual',
    steps: [
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd=abc'] },
        {
          see: 'exit',
          status: 1,
          stderr: ['qemu-system-x86_64: -chardev socket,id=c,fd=abc: Unable to parse FD number abc'],
        },
      ],
    ],
  },
];
