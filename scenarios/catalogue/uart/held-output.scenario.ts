import type { Scenario } from '../../scenario.ts';

/** Guest accesses within one hold: each byte goes out at once, to the same end as one after the other. Source: UART-01, UART-02. */
export const heldOutput: Scenario = {
  id: 'uart/held-output',
  title: 'guest accesses within one hold write at once, and stop where the backend is full',
  clauses: ['FILE-07', 'UART-01', 'UART-02'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c0,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c0' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'ab' },
      { see: 'accepted', count: 2 },
    ],
    [{ do: 'register-write', port: 'com1', register: 0, value: 0x63 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x'.repeat(5000) },
      { see: 'accepted', count: 4095 },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read', max: 5 },
      { see: 'data', bytes: 'abcxx', end: false },
    ],
  ],
};
