import type { Scenario } from '../../scenario.ts';

/**
 * A removed member is closed at once though a dup is open, and leaves the query and the matching. Source: FDSET-27,
 * FDSET-28, FDSET-29.
 */
export const removeClosesAtOnce: Scenario = {
  id: 'fdset/remove-closes-at-once',
  title: 'a removed member is closed at once though a dup is open, and leaves the query and the matching',
  clauses: ['FDSET-27', 'FDSET-28', 'FDSET-29'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
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
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'd': Could not open '/dev/fdset/1': Permission denied",
      },
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
