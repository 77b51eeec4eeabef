import type { Scenario } from '../../scenario.ts';

/** A taken chardev id fails before the look-up and leaves the name. Source: GETFD-08. */
export const duplicateChardevKeepsName: Scenario = {
  id: 'getfd/duplicate-chardev-keeps-name',
  title: 'a taken chardev id fails before the look-up and leaves the name',
  clauses: ['GETFD-08'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
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
      { see: 'error', class: 'GenericError', desc: "Chardev with id 'c' already exists" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 's.a', access: 'rw', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
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
