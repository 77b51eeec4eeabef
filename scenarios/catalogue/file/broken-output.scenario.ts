import type { Scenario, Step } from '../../scenario.ts';

const alive: readonly Step[] = [
  [
    { do: 'guest-write', port: 'com1', bytes: 'lost output, longer than a FIFO' },
    { see: 'accepted', count: 31 },
  ],
  [
    { do: 'register-read', port: 'com1', register: 5 },
    { see: 'register', value: 0x60 },
  ],
  [
    { do: 'qmp', execute: 'query-chardev' },
    { see: 'return', value: [{ label: 'c', filename: 'file', 'frontend-open': true }] },
  ],
];

export const brokenOutput: readonly Scenario[] = [
  {
    id: 'file/broken-output/broken-pipe',
    title: 'into a pipe without reader the output is dropped, and the system lives',
    clauses: ['FILE-07'],
    needs: ['serial'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
      ...alive,
    ],
  },
  {
    id: 'file/broken-output/full-device',
    title: 'onto a full device the output is dropped, and the system lives',
    clauses: ['FILE-07'],
    needs: ['serial'],
    launch: {
      args: ['-chardev', 'file,id=c,path=/dev/full'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: alive,
  },
];
