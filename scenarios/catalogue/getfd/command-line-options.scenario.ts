import type { Scenario } from '../../scenario.ts';

/** Socket options on the command line. Source: GETFD-10. */
export const commandLineOptions: readonly Scenario[] = [
  {
    id: 'getfd/command-line-options/bare',
    title: '-chardev socket,fd=N,',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a}'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ 'frontend-open': false, filename: 'unix:', label: 'c' }] },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/server',
    title: '-chardev socket,fd=N,server=on',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},server=on'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            'qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},server=on: Failed to listen on fd socket: Invalid argument',
          ],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/server-no-wait',
    title: '-chardev socket,fd=N,server=on,wait=off',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},server=on,wait=off'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            'qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},server=on,wait=off: Failed to listen on fd socket: Invalid argument',
          ],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/wait-as-client',
    title: '-chardev socket,fd=N,wait=on',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},wait=on'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},wait=on: 'wait' option is incompatible with socket in client connect mode",
          ],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/wait-off-as-client',
    title: '-chardev socket,fd=N,wait=off',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},wait=off'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},wait=off: 'wait' option is incompatible with socket in client connect mode",
          ],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/reconnect',
    title: '-chardev socket,fd=N,reconnect=1',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},reconnect=1'] },
        {
          byProfile: {
            'qemu-11.1': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=1: Invalid parameter 'reconnect'",
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=1: 'reconnect' option is incompatible with 'fd' address type",
              ],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/reconnect-zero',
    title: '-chardev socket,fd=N,reconnect=0',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},reconnect=0'] },
        {
          byProfile: {
            'qemu-11.1': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=0: Invalid parameter 'reconnect'",
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=0: 'reconnect' option is incompatible with 'fd' address type",
              ],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/tls',
    title: '-chardev socket,fd=N,tls-creds=x',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},tls-creds=x'] },
        {
          see: 'exit',
          status: 1,
          stderr: ["qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},tls-creds=x: No TLS credentials with id 'x'"],
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/server-off',
    title: '-chardev socket,fd=N,server=off',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [{ do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},server=off'] }, { see: 'launched' }],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ 'frontend-open': false, filename: 'unix:', label: 'c' }] },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/bad-reconnect',
    title: '-chardev socket,fd=N,reconnect=x',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},reconnect=x'] },
        {
          byProfile: {
            'qemu-11.1': {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=x: Invalid parameter 'reconnect'",
              ],
            },
            else: {
              see: 'exit',
              status: 1,
              stderr: [
                "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},reconnect=x: Parameter 'reconnect' expects a number",
              ],
            },
          },
        },
      ],
    ],
  },
  {
    id: 'getfd/command-line-options/bad-server',
    title: '-chardev socket,fd=N,server=x',
    clauses: ['GETFD-10'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a},server=x'] },
        {
          see: 'exit',
          status: 1,
          stderr: [
            "qemu-system-x86_64: -chardev socket,id=c,fd={fd:s.a},server=x: Parameter 'server' expects 'on' or 'off'",
          ],
        },
      ],
    ],
  },
];
