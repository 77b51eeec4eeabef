import type { Scenario } from '../../scenario.ts';

export const newestMemberFirst: Scenario = {
  id: 'open/newest-member-first',
  title: 'of two members with the same access mode the one added later is opened',
  clauses: ['OPEN-07', 'FDSET-22'],
  steps: [
    [{ do: 'write-file', path: '{dir}/first', bytes: 'first' }, { see: 'done' }],
    [{ do: 'write-file', path: '{dir}/second', bytes: 'second' }, { see: 'done' }],
    [{ do: 'open', as: 'first', path: '{dir}/first', access: 'w' }, { see: 'done' }],
    [{ do: 'open', as: 'second', path: '{dir}/second', access: 'w' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['first'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'first' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['second'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'second' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    // Truncation tells which one it was; the query lists them the other way round.
    [
      { do: 'read-file', path: '{dir}/first' },
      { see: 'data', bytes: 'first', end: true },
    ],
    [
      { do: 'read-file', path: '{dir}/second' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'first' } }, { fd: { $: 'second' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    // With the newer one gone, the older one is next.
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'second' } } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read-file', path: '{dir}/first' },
      { see: 'data', bytes: '', end: true },
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
