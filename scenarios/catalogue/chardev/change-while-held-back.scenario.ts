import type { Scenario } from '../../scenario.ts';

export const changeWhileHeldBack: Scenario = {
  id: 'chardev/change-while-held-back',
  title: 'bytes that waited for a full pipe at the change are the first that the new backend gets',
  clauses: ['SWAP-S16', 'SWAP-S10', 'VLOG-44', 'FILE-07'],
  bugs: ['HS17-13'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'held' },
      { see: 'accepted', count: 2 },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/out' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'ld' },
      { see: 'accepted', count: 2 },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: 'held', end: true },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
  ],
};
