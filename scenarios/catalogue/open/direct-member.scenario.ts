import type { Scenario } from '../../scenario.ts';

export const directMember: Scenario = {
  id: 'open/direct-member',
  bugs: ['BUG-118'],
  title: 'a file chardev over an O_DIRECT member: 7.2 clears the flag, later systems see no match',
  clauses: ['OPEN-20', 'OPEN-06', 'OPEN-11'],
  steps: [
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'w', flags: ['create', 'direct'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': Permission denied",
          },
        },
      },
    ],
    [
      { do: 'get-flags', of: 'file' },
      {
        byProfile: {
          'qemu-7.2': { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
          else: { see: 'flags', access: 'w', flags: ['direct'] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
