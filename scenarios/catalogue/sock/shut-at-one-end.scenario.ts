import type { Scenario } from '../../scenario.ts';

export const shutAtOneEnd: Scenario = {
  id: 'sock/shut-at-one-end',
  title: 'a passed socket that is shut both ways is closed at once',
  clauses: ['SOCK-12', 'GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 's1' }, { see: 'done' }],
    [{ do: 'shutdown', socket: 's1.a', how: 'r' }, { see: 'done' }],
    [{ do: 'shutdown', socket: 's1.a', how: 'w' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s1.a'] },
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
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:fd:x', label: 'c' }] },
    ],
  ],
};
