import type { Scenario, Step } from '../../scenario.ts';

const add = (id: string, append: boolean): Step => [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: { id, backend: { type: 'file', data: { out: '/dev/fdset/1', append } } },
  },
  { see: 'return', value: {} },
];
const remove = (id: string): Step => [
  { do: 'qmp', execute: 'chardev-remove', arguments: { id } },
  { see: 'return', value: {} },
];

export const flagsOfAllSharers: Scenario = {
  id: 'open/flags-of-all-sharers',
  bugs: ['LIVE-17'],
  title: 'an open through a set replaces the status flags of every sharer: member, other dups, the client',
  clauses: ['OPEN-11', 'FILE-05', 'FDSET-05'],
  steps: [
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'w', flags: ['create', 'nonblock'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'w', flags: [] },
    ],
    add('a', true),
    [
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
    ],
    add('b', false),
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/file', access: 'w', flags: ['nonblock'], closeOnExec: true },
          { object: '{dir}/file', access: 'w', flags: ['nonblock'], closeOnExec: true },
          { object: '{dir}/file', access: 'w', flags: ['nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'w', flags: ['nonblock'] },
    ],
    remove('a'),
    remove('b'),
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
