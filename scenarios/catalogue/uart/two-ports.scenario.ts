import type { Scenario } from '../../scenario.ts';

export const twoPorts: Scenario = {
  id: 'uart/two-ports',
  title: 'two ports are two lines: one held back does not hold back the other',
  clauses: ['UART-01', 'UART-02', 'FILE-07'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:p.write},set=1',
          '-chardev',
          'file,id=c,path=/dev/fdset/1,append=on',
          '-chardev',
          'file,id=d,path=out',
        ],
        ports: [
          { id: 'com1', kind: '16550', chardev: 'c' },
          { id: 'com2', kind: '16550', chardev: 'd' },
        ],
      },
      { see: 'launched' },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'held' },
      { see: 'accepted', count: 2 },
    ],
    [
      { do: 'guest-write', port: 'com2', bytes: 'free' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: 'free', end: true },
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'ld' },
      { see: 'accepted', count: 2 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'held', end: false },
    ],
  ],
};
