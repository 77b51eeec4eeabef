import type { Scenario } from '../../scenario.ts';

export const wholePipeFromGuest: Scenario = {
  id: 'file/whole-pipe-from-guest',
  title: 'one-byte writes of the guest fill a pipe of 4096 bytes to its last byte',
  clauses: ['FILE-07'],
  needs: ['serial'],
  tags: ['slow'],
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
      { do: 'guest-write', port: 'com1', bytes: 'g'.repeat(4200) },
      { see: 'accepted', count: 4098 },
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: 'g'.repeat(4096), end: false },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'gg', end: false },
    ],
  ],
};
