import type { Scenario } from '../../scenario.ts';

/**
 * Chardev-change under a frontend opens the new dup before it closes the old one, so it needs a free number. Source:
 * FDSET-46.
 */
export const changeOpensBeforeClosing: Scenario = {
  id: 'fdset/change-opens-before-closing',
  title: 'chardev-change under a frontend opens the new dup before it closes the old one, so it needs a free number',
  clauses: ['FDSET-46'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:a},set=1',
          '-add-fd',
          'fd={fd:b},set=2',
          '-chardev',
          'file,id=c,path=/dev/fdset/1,append=on',
        ],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'old' },
      { see: 'accepted', count: 3 },
    ],
    [{ do: 'limit-descriptors', free: 0 }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2', append: true } } },
      },
      { see: 'error', class: 'GenericError', desc: "Could not open '/dev/fdset/2': Too many open files" },
    ],
    [{ do: 'limit-descriptors', free: 1 }, { see: 'done' }],
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    // Set 1 went with its members: the change let go of the old dup.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [] }] },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'new' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/a' },
      { see: 'data', bytes: 'old', end: true },
    ],
    [
      { do: 'read-file', path: '{dir}/b' },
      { see: 'data', bytes: 'new', end: true },
    ],
  ],
};
