import type { Scenario } from '../../scenario.ts';

export const fullPipe: Scenario = {
  id: 'file/full-pipe',
  title: 'over a full pipe the guest is held back after capacity + 2 bytes; drained, not one byte is lost',
  bugs: ['BUG-021'],
  clauses: ['FILE-07', 'S0-2'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    // All but four bytes come from the client, so that the figure is the pipe's and the run short.
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4092) },
      { see: 'wrote', count: 4092 },
    ],
    // Four fit, one waits in the shift register and one behind it.
    [
      { do: 'guest-write', port: 'com1', bytes: '0123456789' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x00 },
    ],
    // The main loop is alive.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
    ],
    // A pipe is writable once a whole page is free: one byte less does not help.
    [
      { do: 'read', from: 'p.read', max: 4095 },
      { see: 'data', bytes: `${'w'.repeat(4092)}012`, end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x' },
      { see: 'accepted', count: 0 },
    ],
    [
      { do: 'read', from: 'p.read', max: 1 },
      { see: 'data', bytes: '3', end: false },
    ],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { see: 'register', value: 0x60 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: '6789' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '456789', end: false },
    ],
  ],
};
