import type { Scenario } from '../../scenario.ts';

/** Members of a set may be unrelated objects of any kind and mode. Source: FDSET-21. */
export const unrelatedMembers: Scenario = {
  id: 'fdset/unrelated-members',
  title: 'members of a set may be unrelated objects of any kind and mode',
  clauses: ['FDSET-21'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [{ do: 'memfd', as: 'mem', bytes: 'x' }, { see: 'done' }],
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'rw', flags: ['create'] }, { see: 'done' }],
    [{ do: 'mkdir', path: '{dir}/folder' }, { see: 'done' }],
    [{ do: 'open', as: 'folder', path: '{dir}/folder', access: 'r', flags: ['directory'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['s.a'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'c' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['mem'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'd' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'e' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['folder'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'f' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          {
            'fdset-id': 1,
            fds: [
              { fd: { $: 'a' } },
              { fd: { $: 'b' } },
              { fd: { $: 'c' } },
              { fd: { $: 'd' } },
              { fd: { $: 'e' } },
              { fd: { $: 'f' } },
            ],
          },
        ],
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'mem', access: 'rw', flags: [], closeOnExec: true },
          { object: 'p', access: 'r', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 's.a', access: 'rw', flags: [], closeOnExec: true },
          { object: '{dir}/file', access: 'rw', flags: [], closeOnExec: true },
          { object: '{dir}/folder', access: 'r', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
