import type { Scenario } from '../../scenario.ts';

export const datagramsEnd: Scenario = {
  id: 'sock/datagrams-end',
  title: 'a datagram socket that is shut for reading ends a blocking read alone, one whose peer is gone refuses once',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 'd', type: 'dgram' }, { see: 'done' }],
    [
      { do: 'write', to: 'd.b', bytes: 'hey' },
      { see: 'wrote', count: 3 },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['d.b'] },
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
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'unix:', label: 'c' }] },
    ],
    [{ do: 'shutdown', socket: 'd.a', how: 'r' }, { see: 'done' }],
    [
      { do: 'read', from: 'd.a' },
      { see: 'data', bytes: 'hey', end: true },
    ],
    [
      { do: 'read', from: 'd.a' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'write', to: 'd.b', bytes: 'hey' },
      { see: 'errno', errno: 'EPIPE' },
    ],
    [{ do: 'set-flags', of: 'd.a', flags: ['nonblock'] }, { see: 'done' }],
    [
      { do: 'read', from: 'd.a' },
      { see: 'data', bytes: '', end: false },
    ],
    [{ do: 'close', handle: 'd.b' }, { see: 'done' }],
    [
      { do: 'write', to: 'd.a', bytes: 'x' },
      { see: 'wrote', count: 1 },
    ],
    [
      { do: 'read', from: 'd.a' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'write', to: 'd.a', bytes: 'x' },
      { see: 'errno', errno: 'ECONNREFUSED' },
    ],
    [
      { do: 'write', to: 'd.a', bytes: 'x' },
      { see: 'errno', errno: 'ENOTCONN' },
    ],
  ],
};
