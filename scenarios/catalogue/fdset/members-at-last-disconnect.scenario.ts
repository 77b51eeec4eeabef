import type { Scenario } from '../../scenario.ts';

/**
 * At the last monitor's disconnect unused members are closed, except on 10.0. Source: FDSET-35, FDSET-36, FDSET-30.
 */
export const membersAtLastDisconnect: Scenario = {
  id: 'fdset/members-at-last-disconnect',
  bugs: ['BUG-116'],
  title: "at the last monitor's disconnect unused members are closed, except on 10.0",
  clauses: ['FDSET-35', 'FDSET-36', 'FDSET-30'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'b' } } },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          'qemu-10.0': {
            see: 'descriptors',
            held: [
              { object: 'p', access: 'r', flags: [], closeOnExec: true },
              { object: 'p', access: 'w', flags: [], closeOnExec: true },
            ],
          },
          else: { see: 'descriptors', held: [] },
        },
      },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-10.0': {
            see: 'return',
            value: [
              { 'fdset-id': 2, fds: [{ fd: { $: 'b' } }] },
              { 'fdset-id': 1, fds: [{ fd: { $: 'a' } }] },
            ],
          },
          else: { see: 'return', value: [] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          'qemu-10.0': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
        },
      },
    ],
  ],
};
