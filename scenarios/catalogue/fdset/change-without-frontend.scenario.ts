import type { Scenario } from '../../scenario.ts';

/**
 * Without a frontend chardev-change closes the old dup before it opens the new one, and a failure loses the chardev.
 * Source: FDSET-46, SWAP-S04.
 */
export const changeWithoutFrontend: Scenario = {
  id: 'fdset/change-without-frontend',
  bugs: ['LIVE-01', 'HS17-25'],
  title:
    'without a frontend chardev-change closes the old dup before it opens the new one, and a failure loses the chardev',
  clauses: ['FDSET-46', 'SWAP-S04'],
  profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
  steps: [
    [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['b'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'b' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [{ do: 'limit-descriptors', free: 0 }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [{ do: 'limit-descriptors', free: null }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'b' } }] }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/9', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/9': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
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
