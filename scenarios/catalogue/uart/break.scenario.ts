import type { Scenario } from '../../scenario.ts';

export const breakCondition: Scenario = {
  id: 'uart/break',
  title: 'a break sets BI until LSR is read and delivers one byte 0',
  clauses: ['UART-03', 'CHR-14'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x71 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x61 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x00 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'other' } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'other' not found" },
    ],
  ],
};
