import type { Scenario, Step } from '../../scenario.ts';
import { guestGets } from '../../steps.ts';

const modem = (value: number): Step => [{ do: 'register-write', port: 'com1', register: 4, value }, { see: 'done' }];

export const loopbackAsksForNothing: Scenario = {
  id: 'uart/loopback-asks-for-nothing',
  title: 'who reads in loopback mode does not ask for more: what a mux keeps for the port stays there',
  clauses: ['UART-01', 'CHR-38', 'MUX-07'],
  needs: ['serial'],
  launch: {
    args: ['-chardev', 'socket,id=b,path=s,server=on,wait=off', '-chardev', 'mux,id=m,chardev=b'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'm' }],
  },
  steps: [
    guestGets('com1', ''),
    [{ do: 'register-write', port: 'com1', register: 2, value: 0 }, { see: 'done' }],
    [{ do: 'connect-socket', as: 'k', path: '{dir}/s' }, { see: 'done' }],
    [
      { do: 'write', to: 'k', bytes: 'abcd' },
      { see: 'wrote', count: 4 },
    ],
    modem(0x13),
    guestGets('com1', 'a'),
    modem(3),
    guestGets('com1', ''),
    // a read without data asks, too
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x61 },
    ],
    guestGets('com1', 'bcd'),
  ],
};
