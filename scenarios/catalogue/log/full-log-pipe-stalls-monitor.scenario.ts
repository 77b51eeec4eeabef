import type { Scenario } from '../../scenario.ts';

export const fullLogPipeStallsMonitor: Scenario = {
  id: 'log/full-log-pipe-stalls-monitor',
  title: 'while a log pipe is full no monitor command is answered either; the answer comes once it is drained',
  clauses: ['LOG-03', 'DEF-08', 'E2E-05'],
  profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
  needs: ['serial'],
  tags: ['slow'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'null,id=c,logfile=/dev/fdset/1,logappend=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [{ do: 'guest-write', port: 'com1', bytes: 'Z', patienceMs: 300 }, { see: 'silent' }],
    [{ do: 'qmp', execute: 'query-fdsets', id: 'asked', patienceMs: 300 }, { see: 'silent' }],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: 'w'.repeat(4096), end: false },
    ],
    [
      { do: 'receive' },
      { see: 'messages', messages: [{ return: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }], id: 'asked' }] },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'Z', end: false },
    ],
  ],
};
