import type { Scenario } from '../../scenario.ts';

export const divisorLatch: Scenario = {
  id: 'uart/divisor-latch',
  title: 'with the divisor latch open, bytes for the holding register set the divisor',
  clauses: ['UART-01'],
  launch: { args: ['-chardev', 'ringbuf,id=c,size=16'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  needs: ['serial'],
  steps: [
    [{ do: 'register-write', port: 'com1', register: 3, value: 131 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'a' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 3 },
      { see: 'register', value: 3 },
    ],
    [{ do: 'register-write', port: 'com1', register: 3, value: 131 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'abc' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 99 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 1 },
      { see: 'register', value: 0 },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 9 } },
      { see: 'return', value: 'a' },
    ],
  ],
};
