import type { Scenario } from '../../scenario.ts';

/** A look at the port within a hold finds what was there at its beginning; the rest comes after the release. Source: CHR-81, RT-32. */
export const heldInput: Scenario = {
  id: 'uart/held-input',
  title: 'a look at the port within a hold finds what was there, and more input comes after the release',
  clauses: ['CHR-81'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:s.b},set=1', '-chardev', 'pipe,id=c0,path=/dev/fdset/1'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c0' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'write', to: 's.a', bytes: 'abcdefghijklmnopqrst' },
      { see: 'wrote', count: 20 },
    ],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'abcdefghijklmn', end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'out' },
      { see: 'accepted', count: 3 },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'opqrst', end: false },
    ],
    [
      { do: 'read', from: 's.a' },
      { see: 'data', bytes: 'out', end: false },
    ],
  ],
};
