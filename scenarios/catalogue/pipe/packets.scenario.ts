import type { Scenario } from '../../scenario.ts';

export const packets: Scenario = {
  id: 'pipe/packets',
  title: 'each write of a chardev to a pipe in packet mode is read alone, and its rest is lost',
  clauses: ['CHR-63', 'PIPE-01'],
  launch: 'manual',
  needs: ['launch', 'serial'],
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 8192 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'set-flags', of: 'p.write', flags: ['nonblock', 'direct'] }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'abc' },
      { see: 'wrote', count: 3 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'y' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read', from: 'p.read', max: 2 },
      { see: 'data', bytes: 'xa', end: false },
    ],
    [
      { do: 'read', from: 'p.read', max: 2 },
      { see: 'data', bytes: 'y', end: false },
    ],
    [{ do: 'set-flags', of: 'p.write', flags: ['nonblock'] }, { see: 'done' }],
    [
      { do: 'write', to: 'p.write', bytes: 'def' },
      { see: 'wrote', count: 3 },
    ],
    [{ do: 'set-flags', of: 'p.write', flags: ['nonblock', 'direct'] }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'z' },
      { see: 'accepted', count: 1 },
    ],
    [
      { do: 'read', from: 'p.read', max: 1 },
      { see: 'data', bytes: 'd', end: false },
    ],
    [
      { do: 'read', from: 'p.read', max: 1 },
      { see: 'data', bytes: 'e', end: false },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'fz', end: false },
    ],
  ],
};
