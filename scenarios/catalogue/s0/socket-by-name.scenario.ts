import type { Scenario } from '../../scenario.ts';

/** A socket chardev on a named descriptor carries both directions after chardev-change. Source: S0-7, GETFD-07. */
export const socketByName: Scenario = {
  id: 's0/socket-by-name',
  title: 'a socket chardev on a named descriptor carries both directions after chardev-change',
  clauses: ['S0-7', 'GETFD-07'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'console' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'console' } }, server: false } },
        },
      },
      { see: 'return', value: {} },
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
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'console' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'console' not found" },
    ],
  ],
};
