import type { Scenario } from '../../scenario.ts';

export const listeningSocket: Scenario = {
  id: 'getfd/listening-socket',
  title: 'a listening socket passed by name serves',
  clauses: ['GETFD-07'],
  steps: [
    [{ do: 'listen', as: 'l', path: '{dir}/sock' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'n' }, fds: ['l'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'n' } }, server: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      {
        see: 'return',
        value: [{ 'frontend-open': false, filename: 'disconnected:unix:{dir}/sock,server=on', label: 'c' }],
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'l', access: 'rw', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
