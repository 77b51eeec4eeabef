import type { Scenario } from '../../scenario.ts';

/** A set without members disappears when its last dup is closed. Source: FDSET-33, FDSET-46. */
export const setGoneWithLastDup: Scenario = {
  id: 'fdset/set-gone-with-last-dup',
  title: 'a set without members disappears when its last dup is closed',
  clauses: ['FDSET-33', 'FDSET-46'],
  bugs: ['BUG-120', 'BUG-122'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['s.a'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c1', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c2', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c2' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c1' } },
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
