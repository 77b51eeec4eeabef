import type { Scenario, Step } from '../../scenario.ts';

const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];

export const interruptWhileHeldBack: Scenario = {
  id: 'uart/interrupt-while-held-back',
  title: 'a byte that waits takes the transmitter interrupt back until the backend drains',
  clauses: ['UART-01', 'UART-02'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
      { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: '' },
      { see: 'accepted', count: 0 },
    ],
    [
      { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    write(0, 0x61),
    write(1, 0x02),
    write(0, 0x62),
    read(2, 0xc1),
    read(5, 0x00),
    [
      { do: 'read', from: 'out.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    read(2, 0xc2),
    read(2, 0xc1),
    [
      { do: 'read', from: 'out.read' },
      { see: 'data', bytes: 'ab', end: false },
    ],
  ],
};
