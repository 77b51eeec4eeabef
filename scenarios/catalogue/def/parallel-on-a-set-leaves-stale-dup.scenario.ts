import type { Scenario } from '../../scenario.ts';

/** A parallel chardev that refuses its device closes the dup without unregistering it. Source: DEF-01, FDSET-47. */
export const parallelOnASetLeavesStaleDup: Scenario = {
  id: 'def/parallel-on-a-set-leaves-stale-dup',
  title: 'a parallel chardev that refuses its device closes the dup without unregistering it',
  clauses: ['DEF-01', 'FDSET-47'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'open', as: 'f', path: '{dir}/f', access: 'rw', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/dev/fdset/1' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': not a parallel port: Inappropriate ioctl for device",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
