import type { Scenario } from '../../scenario.ts';

/** Two one-way pipes through file with in and out are accepted by chardev-add. Source: S0-5, FDSET-46. */
export const fileOverTwoPipesAdded: Scenario = {
  id: 's0/file-over-two-pipes-added',
  title: 'two one-way pipes through file with in and out are accepted by chardev-add',
  clauses: ['S0-5', 'FDSET-46'],
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['in.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'in' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['out.write'] },
      { see: 'return', value: { 'fdset-id': 3, fd: { $: 'out' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '/dev/fdset/3', in: '/dev/fdset/2', append: true } },
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 3, fds: [] },
          { 'fdset-id': 2, fds: [] },
        ],
      },
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
