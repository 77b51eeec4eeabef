import type { Scenario } from '../../scenario.ts';

/** Devices. Source: FILE-07. */
export const devices: readonly Scenario[] = [
  {
    id: 'open/devices/null-and-full',
    title: '/dev/null takes all and gives nothing; /dev/full takes nothing and gives NULs',
    clauses: ['FILE-07'],
    steps: [
      [{ do: 'open', as: 'n', path: '/dev/null', access: 'rw' }, { see: 'done' }],
      [
        { do: 'write', to: 'n', bytes: 'abc' },
        { see: 'wrote', count: 3 },
      ],
      [
        { do: 'read', from: 'n' },
        { see: 'data', bytes: '', end: true },
      ],
      [{ do: 'open', as: 'f', path: '/dev/full', access: 'rw' }, { see: 'done' }],
      [
        { do: 'write', to: 'f', bytes: 'abc' },
        { see: 'errno', errno: 'ENOSPC' },
      ],
      [
        { do: 'read', from: 'f', max: 4 },
        { see: 'data', bytes: '\u0000\u0000\u0000\u0000', end: false },
      ],
      [
        { do: 'get-flags', of: 'n' },
        { see: 'flags', access: 'rw', flags: [] },
      ],
    ],
  },
];
