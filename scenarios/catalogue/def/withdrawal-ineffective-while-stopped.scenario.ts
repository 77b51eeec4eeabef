import type { Scenario } from '../../scenario.ts';

/**
 * While 7.2 is stopped, withdrawing a member is ineffective: an open still gets it; elsewhere it is gone. Source:
 * DEF-06, FDSET-31, OPEN-18.
 */
export const withdrawalIneffectiveWhileStopped: Scenario = {
  id: 'def/withdrawal-ineffective-while-stopped',
  title: 'while 7.2 is stopped, withdrawing a member is ineffective: an open still gets it; elsewhere it is gone',
  clauses: ['DEF-06', 'FDSET-31', 'OPEN-18'],
  launch: { paused: true },
  steps: [
    [{ do: 'open', as: 'rw', path: '{dir}/disk', access: 'rw', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'ro', path: '{dir}/disk', access: 'r' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['ro'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'ro' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['rw'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'rw' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'rw' } } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
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
  ],
};
