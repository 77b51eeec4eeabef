import type { Scenario } from '../../scenario.ts';

/** Removing one member leaves the other open and matching. Source: FDSET-27, FDSET-28. */
export const removeOneOfTwoMembers: Scenario = {
  id: 'fdset/remove-one-of-two-members',
  title: 'removing one member leaves the other open and matching',
  clauses: ['FDSET-27', 'FDSET-28'],
  steps: [
    [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['b'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'b' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/a', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
