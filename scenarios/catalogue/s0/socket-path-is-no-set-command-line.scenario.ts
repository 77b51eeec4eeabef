import type { Scenario } from '../../scenario.ts';

/** On the command line a socket path that looks like an fd set ends the start. Source: S0-7. */
export const socketPathIsNoSetCommandLine: Scenario = {
  id: 's0/socket-path-is-no-set-command-line',
  title: 'on the command line a socket path that looks like an fd set ends the start',
  clauses: ['S0-7'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [
      { do: 'launch', args: ['-chardev', 'socket,id=c,path=/dev/fdset/2'] },
      {
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev socket,id=c,path=/dev/fdset/2: Failed to connect to '/dev/fdset/2': No such file or directory",
        ],
      },
    ],
  ],
};
