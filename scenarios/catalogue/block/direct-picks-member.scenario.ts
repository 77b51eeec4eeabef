import type { Scenario } from '../../scenario.ts';

export const directPicksMember: Scenario = {
  id: 'block/direct-picks-member',
  title: 'with a buffered and a newer O_DIRECT member a buffered node gets the buffered one, but on 7.2 the newest',
  clauses: ['OPEN-20', 'OPEN-07'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [{ do: 'open', as: 'buffered', path: '{dir}/image', access: 'rw' }, { see: 'done' }],
    [{ do: 'open', as: 'direct', path: '{dir}/image', access: 'rw', flags: ['direct'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['buffered'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'buffered' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['direct'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'direct' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1' },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'get-flags', of: 'buffered' },
      { see: 'flags', access: 'rw', flags: [] },
    ],
    [
      { do: 'get-flags', of: 'direct' },
      {
        byProfile: {
          'qemu-7.2': { see: 'flags', access: 'rw', flags: [] },
          else: { see: 'flags', access: 'rw', flags: ['direct'] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'blockdev-del', arguments: { 'node-name': 'node' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
