import type { Scenario } from '../../scenario.ts';

/** A connected socket given by name becomes a socket chardev, and the name is consumed. Source: GETFD-07, S0-7. */
export const connectedSocket: Scenario = {
  id: 'getfd/connected-socket',
  upstream: ['/char/socket/client/mainloop-fdpass/unix'],
  title: 'a connected socket given by name becomes a socket chardev, and the name is consumed',
  clauses: ['GETFD-07', 'S0-7'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'x' } }, server: false } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 's.a', access: 'rw', flags: ['nonblock'], closeOnExec: true }] },
    ],
    [{ do: 'close', handle: 's.a' }, { see: 'done' }],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
