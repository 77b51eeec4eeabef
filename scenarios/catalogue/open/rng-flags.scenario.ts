import type { Scenario } from '../../scenario.ts';

export const rngFlags: Scenario = {
  id: 'open/rng-flags',
  title: 'rng-random opens for reading with O_NONBLOCK and leaves that flag behind on the shared description',
  clauses: ['OPEN-11', 'OPEN-06'],
  steps: [
    [{ do: 'write-file', path: '{dir}/entropy', bytes: 'random' }, { see: 'done' }],
    [{ do: 'open', as: 'file', path: '{dir}/entropy', access: 'r', flags: ['append'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'r', flags: ['append'] },
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
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'r', flags: ['nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'object-del', arguments: { id: 'rng' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'get-flags', of: 'file' },
      { see: 'flags', access: 'r', flags: ['nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
