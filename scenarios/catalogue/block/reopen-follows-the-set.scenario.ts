import type { Scenario, Step } from '../../scenario.ts';

const reopen = (readOnly: boolean): Step[0] => ({
  do: 'qmp',
  execute: 'blockdev-reopen',
  arguments: {
    options: [{ driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', 'read-only': readOnly }],
  },
});

export const reopenFollowsTheSet: Scenario = {
  id: 'block/reopen-follows-the-set',
  title: 'a read-only node is reopened read-write once the set got a member for both, by the unchanged command',
  clauses: ['OPEN-19', 'OPEN-05', 'OPEN-06'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [{ do: 'open', as: 'ro', path: '{dir}/image', access: 'r' }, { see: 'done' }],
    [{ do: 'open', as: 'rw', path: '{dir}/image', access: 'rw' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['ro'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'ro' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', 'read-only': true },
      },
      { see: 'return', value: {} },
    ],
    [
      reopen(false),
      {
        byProfile: {
          'qemu-7.2': {
            see: 'error',
            class: 'GenericError',
            desc: 'Could not dup FD for /dev/fdset/1 flags 2: Permission denied',
          },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: 'Failed to find file descriptor with matching flags=0x2',
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['rw'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'rw' } } },
    ],
    [reopen(false), { see: 'return', value: {} }],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/image', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/image', access: 'rw', flags: [], closeOnExec: true },
          { object: '{dir}/image', access: 'rw', flags: [], closeOnExec: true },
        ],
      },
    ],
    [reopen(true), { see: 'return', value: {} }],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/image', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/image', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/image', access: 'rw', flags: [], closeOnExec: true },
        ],
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
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
