import type { Scenario } from '../../scenario.ts';

export const inputOffsetAndEnd: Scenario = {
  id: 'file/input-offset-and-end',
  title: 'an input is read from its current offset to its end, and what is appended later never',
  clauses: ['FILE-04', 'FBE-04', 'CHR-54', 'OPEN-14'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'write-file', path: '{dir}/in', bytes: '0123456789' }, { see: 'done' }],
    [{ do: 'open', as: 'in', path: '{dir}/in', access: 'r' }, { see: 'done' }],
    [{ do: 'open', as: 'writer', path: '{dir}/in', access: 'w', flags: ['append'] }, { see: 'done' }],
    [{ do: 'seek', handle: 'in', to: 4 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:in},set=1', '-chardev', 'null,id=c'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    // The port is brought up first: its FIFO is cleared then.
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/out', in: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '456789', end: false },
    ],
    [
      { do: 'write', to: 'writer', bytes: 'more' },
      { see: 'wrote', count: 4 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    // The way out is open still.
    [
      { do: 'guest-write', port: 'com1', bytes: 'out' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/out' },
      { see: 'data', bytes: 'out', end: true },
    ],
  ],
};
