import type { Scenario } from '../../scenario.ts';

export const loopback: Scenario = {
  id: 'uart/loopback',
  title: 'in loopback mode the guest hears itself and the host nothing',
  clauses: ['UART-01'],
  needs: ['serial'],
  launch: {
    args: ['-chardev', 'file,id=c,path=out'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
  },
  steps: [
    [
      { do: 'guest-write', port: 'com1', bytes: 'heard' },
      { see: 'accepted', count: 5 },
    ],
    [{ do: 'register-write', port: 'com1', register: 4, value: 0x13 }, { see: 'done' }],
    [{ do: 'register-write', port: 'com1', register: 0, value: 0x41 }, { see: 'done' }],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x61 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x41 },
    ],
    [{ do: 'register-write', port: 'com1', register: 4, value: 0x03 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: ' again' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: 'heard again', end: true },
    ],
  ],
};
