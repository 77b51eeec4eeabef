import type { Scenario } from '../../scenario.ts';

/** A terminal among clients. Source: PIPE-03. */
export const terminals: readonly Scenario[] = [
  {
    id: 'pipe/terminals/raw',
    title: 'a raw terminal carries bytes both ways, and ends with its master',
    clauses: ['PIPE-03'],
    steps: [
      [{ do: 'pty', as: 't' }, { see: 'done' }],
      [
        { do: 'write', to: 't.master', bytes: 'to slave' },
        { see: 'wrote', count: 8 },
      ],
      [
        { do: 'read', from: 't.slave', max: 8 },
        { see: 'data', bytes: 'to slave', end: false },
      ],
      [
        { do: 'write', to: 't.slave', bytes: 'to master' },
        { see: 'wrote', count: 9 },
      ],
      [
        { do: 'read', from: 't.master' },
        { see: 'data', bytes: 'to master', end: false },
      ],
      [{ do: 'close', handle: 't.slave' }, { see: 'done' }],
      [
        { do: 'read', from: 't.master' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
];
