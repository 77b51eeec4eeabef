import type { Scenario } from '../../scenario.ts';

/** A socket chardev on an inherited socketpair end carries both directions. Source: S0-7, GETFD-10. */
export const socketByNumber: Scenario = {
  id: 's0/socket-by-number',
  title: 'a socket chardev on an inherited socketpair end carries both directions',
  clauses: ['S0-7', 'GETFD-10'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', 'socket,id=c,fd={fd:s.a}'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'ping' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: 'ping', end: false },
    ],
    [
      { do: 'write', to: 's.b', bytes: 'pong' },
      { see: 'wrote', count: 4 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'pong', end: false },
    ],
    [{ do: 'close', handle: 's.a' }, { see: 'done' }],
    [{ do: 'close', handle: 's.b' }, { see: 'done' }],
    // Output to a peer that left is dropped and QEMU lives.
    [
      { do: 'guest-write', port: 'com1', bytes: 'lost' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
