import type { Scenario } from '../../scenario.ts';

export const brokenLogIsIgnored: readonly Scenario[] = [
  {
    id: 'log/broken-log-is-ignored/broken-pipe',
    title: 'a log pipe without reader changes nothing for the output',
    clauses: ['LOG-03', 'CHR-65'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: [
            '-add-fd',
            'fd={fd:p.write},set=1',
            '-chardev',
            'file,id=c,path=out,logfile=/dev/fdset/1,logappend=on',
          ],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'both ' },
        { see: 'accepted', count: 5 },
      ],
      [
        { do: 'read', from: 'p.read' },
        { see: 'data', bytes: 'both ', end: false },
      ],
      [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'out only' },
        { see: 'accepted', count: 8 },
      ],
      [
        { do: 'read-file', path: '{dir}/out' },
        { see: 'data', bytes: 'both out only', end: true },
      ],
    ],
  },
  {
    id: 'log/broken-log-is-ignored/full-device',
    title: 'a log on a full device changes nothing for the output',
    clauses: ['LOG-03', 'CHR-65'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'file,id=c,path=out,logfile=/dev/full'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      [
        { do: 'guest-write', port: 'com1', bytes: 'out only' },
        { see: 'accepted', count: 8 },
      ],
      [
        { do: 'read-file', path: '{dir}/out' },
        { see: 'data', bytes: 'out only', end: true },
      ],
    ],
  },
];
