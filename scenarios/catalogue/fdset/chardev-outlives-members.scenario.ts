import type { Scenario } from '../../scenario.ts';

/** Removing all members leaves an open chardev working. Source: FDSET-29. */
export const chardevOutlivesMembers: Scenario = {
  id: 'fdset/chardev-outlives-members',
  title: 'removing all members leaves an open chardev working',
  clauses: ['FDSET-29'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=log,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'log' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'one' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'one', end: false },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'two' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'two', end: false },
    ],
  ],
};
