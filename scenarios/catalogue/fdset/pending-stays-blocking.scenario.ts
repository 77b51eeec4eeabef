import type { Scenario } from '../../scenario.ts';

export const pendingStaysBlocking: Scenario = {
  id: 'fdset/pending-stays-blocking',
  title: 'every read of a connection makes what is pending on it blocking again',
  clauses: ['FDSET-05'],
  steps: [
    [{ do: 'socketpair', as: 's1' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['s1.a'] },
      { see: 'return', value: { fd: { $: 'n1' }, 'fdset-id': 2 } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets', fds: ['s1.a'] },
      { see: 'return', value: [{ fds: [{ fd: { $: 'n1' } }], 'fdset-id': 2 }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/2' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'get-flags', of: 's1.a' },
      { see: 'flags', access: 'rw', flags: ['nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ fds: [{ fd: { $: 'n1' } }], 'fdset-id': 2 }] },
    ],
    [
      { do: 'get-flags', of: 's1.a' },
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
