import type { Scenario } from '../../scenario.ts';

export const lineStatus: Scenario = {
  id: 'uart/line-status',
  title: 'LSR tells received data until the last byte is taken, and a full backend by clearing both sending bits',
  clauses: ['UART-01', 'UART-02', 'FILE-07', 'FD-01'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['in.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'in' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'out' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '/dev/fdset/1', in: '/dev/fdset/1', append: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'write', to: 'in.write', bytes: 'ab' },
      { see: 'wrote', count: 2 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x61 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x61 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x61 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x62 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    // The first byte waits in the shift register; the holding register is free for one more.
    [{ do: 'register-write', port: 'com1', register: 0, value: 0x31 }, { see: 'done' }],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x20 },
    ],
    [{ do: 'register-write', port: 'com1', register: 0, value: 0x32 }, { see: 'done' }],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x00 },
    ],
    // Input still comes in while output is held back.
    [
      { do: 'write', to: 'in.write', bytes: 'c' },
      { see: 'wrote', count: 1 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x01 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 0 },
      { see: 'register', value: 0x63 },
    ],
    [
      { do: 'read', from: 'out.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'read', from: 'out.read' },
      { see: 'data', bytes: '12', end: false },
    ],
  ],
};
