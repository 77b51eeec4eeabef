import type { Scenario } from '../../scenario.ts';

export const fatalErrorIsLogged: readonly Scenario[] = [
  {
    id: 'log/fatal-error-is-logged/broken-pipe',
    title: 'what a pipe without reader refuses is in the log all the same',
    clauses: ['LOG-01', 'CHR-64', 'FILE-07'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on,logfile=log'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'logged only' },
        { see: 'accepted', count: 11 },
      ],
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'logged only', end: true },
      ],
    ],
  },
  {
    id: 'log/fatal-error-is-logged/full-device',
    title: 'what a full device refuses is in the log all the same',
    clauses: ['LOG-01', 'CHR-64', 'FILE-07'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'file,id=c,path=/dev/full,logfile=log'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      [
        { do: 'guest-write', port: 'com1', bytes: 'logged only' },
        { see: 'accepted', count: 11 },
      ],
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'logged only', end: true },
      ],
    ],
  },
];
