import type { Scenario } from '../../scenario.ts';

/** An inherited descriptor becomes a member with its opaque. Source: FDSET-40, FDSET-43, FDSET-20. */
export const joinsASet: Scenario = {
  id: 'add-fd/joins-a-set',
  title: 'an inherited descriptor becomes a member with its opaque',
  clauses: ['FDSET-40', 'FDSET-43', 'FDSET-20'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=2,opaque=rdwr:log', '-add-fd', 'fd={fd:p.read},set=0'] },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'w' }, opaque: 'rdwr:log' }] },
          { 'fdset-id': 0, fds: [{ fd: { $: 'r' } }] },
        ],
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'r', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 0 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
