import type { Scenario } from '../../scenario.ts';

/** A failing chardev-change under a frontend leaves the old dup and the chardev. Source: FDSET-46. */
export const failingChangeKeepsOldDup: Scenario = {
  id: 'fdset/failing-change-keeps-old-dup',
  title: 'a failing chardev-change under a frontend leaves the old dup and the chardev',
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
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/9', append: true } } },
      },
      { see: 'error', class: 'GenericError', desc: "Could not open '/dev/fdset/9': No such file or directory" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/b', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'b' } }] },
          { 'fdset-id': 1, fds: [] },
        ],
      },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'kept' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'read-file', path: '{dir}/a' },
      { see: 'data', bytes: 'kept', end: true },
    ],
  ],
};
