import type { Scenario } from '../../scenario.ts';

export const registers: Scenario = {
  id: 'uart/registers',
  title: 'a port brought up with FIFOs shows an idle line and what it was told',
  clauses: ['UART-01'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [
      { do: 'guest-write', port: 'com1', bytes: '' },
      { see: 'accepted', count: 0 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 1 },
      { see: 'register', value: 0x00 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 2 },
      { see: 'register', value: 0xc1 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 3 },
      { see: 'register', value: 0x03 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 4 },
      { see: 'register', value: 0x03 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 6 },
      { see: 'register', value: 0xb0 },
    ],
    [{ do: 'register-write', port: 'com1', register: 7, value: 0x5a }, { see: 'done' }],
    [
      { do: 'register-read', port: 'com1', register: 7 },
      { see: 'register', value: 0x5a },
    ],
  ],
};
