import type { Scenario } from '../../scenario.ts';

/** A dup is unregistered when its user closes it, so an emptied set disappears. Source: FDSET-46, FDSET-33. */
export const dupUnregisteredAtClose: readonly Scenario[] = [
  {
    id: 'fdset/dup-unregistered-at-close/file-out',
    title: 'the out side of a file chardev lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
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
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
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
  },
  {
    id: 'fdset/dup-unregistered-at-close/file-in',
    title: 'the in side of a file chardev lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: {
            id: 'c',
            backend: { type: 'file', data: { in: '/dev/fdset/1', out: '/dev/null', append: true } },
          },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
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
  },
  {
    id: 'fdset/dup-unregistered-at-close/pipe',
    title: 'a pipe chardev lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
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
          arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
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
  },
  {
    id: 'fdset/dup-unregistered-at-close/serial',
    title: 'a serial chardev lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
    steps: [
      [{ do: 'pty', as: 't' }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['t.slave'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'c', backend: { type: 'serial', data: { device: '/dev/fdset/1' } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
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
  },
  {
    id: 'fdset/dup-unregistered-at-close/block-node',
    title: 'a block node lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
    needs: ['block'],
    steps: [
      [{ do: 'open', as: 'disk', path: '{dir}/disk', access: 'rw', flags: ['create'] }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['disk'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        {
          do: 'qmp',
          execute: 'blockdev-add',
          arguments: { driver: 'file', 'node-name': 'disk', filename: '/dev/fdset/1' },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
      ],
      [
        { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'disk' } },
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
  },
  {
    id: 'fdset/dup-unregistered-at-close/rng',
    title: 'a random source lets go of its set',
    clauses: ['FDSET-46', 'FDSET-33'],
    steps: [
      [{ do: 'open', as: 'noise', path: '{dir}/noise', access: 'r', flags: ['create'] }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['noise'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      [
        {
          do: 'qmp',
          execute: 'object-add',
          arguments: { 'qom-type': 'rng-random', id: 'rng', filename: '/dev/fdset/1' },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
      ],
      [
        { do: 'qmp', execute: 'object-del', arguments: { id: 'rng' } },
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
  },
];
