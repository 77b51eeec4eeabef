import type { Scenario } from '../../scenario.ts';

export const pendingBlockingAtTheEnd: Scenario = {
  id: 'fdset/pending-blocking-at-the-end',
  title: 'a client that leaves is read once more: what was pending is blocking then',
  clauses: ['FDSET-05', 'FDSET-07'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['s.b'] },
      { see: 'return', value: { fd: { $: 'n1' }, 'fdset-id': 1 } },
    ],
    [{ do: 'dup', as: 'u', of: 's.b' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'serial', data: { device: '/dev/fdset/1' } } },
        fds: ['u'],
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'get-flags', of: 's.b' },
      { see: 'flags', access: 'rw', flags: ['nonblock'] },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'get-flags', of: 's.b' },
      {
        byProfile: {
          design: { see: 'flags', access: 'rw', flags: ['nonblock'] },
          'qemu-11.1': { see: 'flags', access: 'rw', flags: ['nonblock'] },
          else: { see: 'flags', access: 'rw', flags: [] },
        },
      },
    ],
  ],
};
