import type { Scenario } from '../../scenario.ts';

/** Sockets that take no more. Source: PIPE-04. */
export const fullSockets: readonly Scenario[] = [
  {
    id: 'pipe/full-sockets/reading-end-shut',
    title: 'a peer that reads no more breaks the writer',
    clauses: ['PIPE-04'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'write', to: 's.a', bytes: 'kept' },
        { see: 'wrote', count: 4 },
      ],
      [{ do: 'shutdown', socket: 's.b', how: 'r' }, { see: 'done' }],
      [
        { do: 'write', to: 's.a', bytes: 'x' },
        { see: 'errno', errno: 'EPIPE' },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'kept', end: true },
      ],
      [{ do: 'shutdown', socket: 's.b', how: 'rw' }, { see: 'done' }],
      [
        { do: 'read', from: 's.a' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'y' },
        { see: 'errno', errno: 'EPIPE' },
      ],
    ],
  },
];
