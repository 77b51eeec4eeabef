import type { Scenario } from '../../scenario.ts';

/** An HMP client that is still connected keeps every member. Source: FDSET-36, FDSET-35. */
export const hmpClientKeepsMembers: Scenario = {
  id: 'fdset/hmp-client-keeps-members',
  title: 'an HMP client that is still connected keeps every member',
  clauses: ['FDSET-36', 'FDSET-35'],
  needs: ['listening-monitors', 'hmp'],
  launch: {
    monitors: [
      { id: 'm', mode: 'qmp', via: 'listen' },
      { id: 'h', mode: 'hmp', via: 'listen' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'connect', monitor: 'h', as: 'hmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [{ do: 'disconnect', on: 'hmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-10.0': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
  ],
};
