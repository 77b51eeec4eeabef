import type { Scenario } from '../../scenario.ts';

/** Both ends may be in one set: the mode picks the member. Source: S0-5, OPEN-06. */
export const fileOverTwoPipesOneSet: Scenario = {
  id: 's0/file-over-two-pipes-one-set',
  title: 'both ends may be in one set: the mode picks the member',
  clauses: ['S0-5', 'OPEN-06'],
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['in.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'in' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['out.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'out' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '/dev/fdset/2', in: '/dev/fdset/2', append: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'in', access: 'r', flags: [], closeOnExec: true },
          { object: 'in', access: 'r', flags: [], closeOnExec: true },
          { object: 'out', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: 'out', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [] }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
