import type { Scenario } from '../../scenario.ts';

export const readerGoneWhileFull: Scenario = {
  id: 'file/reader-gone-while-full',
  title: 'a guest held back by a full pipe stays so when the last reader goes; a repaired system drops what is left',
  clauses: ['FILE-07', 'VSER-34', 'Q-EPIPE'],
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
      { do: 'write', to: 'p.write', bytes: 'w'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'held back' },
      { see: 'accepted', count: 2 },
    ],
    [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
    [
      { do: 'register-read', port: 'com1', register: 5 },
      { byProfile: { design: { see: 'register', value: 0x60 }, else: { see: 'register', value: 0x00 } } },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x' },
      { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'accepted', count: 0 } } },
    ],
    // The main loop is alive.
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'c', filename: 'file', 'frontend-open': true }] },
    ],
  ],
};
