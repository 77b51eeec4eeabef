import type { Scenario } from '../../scenario.ts';

/** Sockets and event counters among clients. Source: PIPE-04, PIPE-03. */
export const sockets: readonly Scenario[] = [
  {
    id: 'pipe/sockets/stream',
    title: 'a stream joins its writes; shutting down ends each direction',
    clauses: ['PIPE-04'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'write', to: 's.a', bytes: 'abcdef' },
        { see: 'wrote', count: 6 },
      ],
      [
        { do: 'write', to: 's.a', bytes: 'ghijkl' },
        { see: 'wrote', count: 6 },
      ],
      [
        { do: 'read', from: 's.b', max: 9 },
        { see: 'data', bytes: 'abcdefghi', end: false },
      ],
      [{ do: 'shutdown', socket: 's.a', how: 'w' }, { see: 'done' }],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'jkl', end: true },
      ],
      [
        { do: 'write', to: 's.a', bytes: 'x' },
        { see: 'errno', errno: 'EPIPE' },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'back' },
        { see: 'wrote', count: 4 },
      ],
      [
        { do: 'read', from: 's.a' },
        { see: 'data', bytes: 'back', end: false },
      ],
      [{ do: 'shutdown', socket: 's.a', how: 'r' }, { see: 'done' }],
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
  {
    id: 'pipe/sockets/closed-peer',
    title: 'a stream whose peer has gone is at its end, and broken for writing',
    clauses: ['PIPE-04'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'write', to: 's.a', bytes: 'last' },
        { see: 'wrote', count: 4 },
      ],
      [{ do: 'close', handle: 's.a' }, { see: 'done' }],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'last', end: true },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'x' },
        { see: 'errno', errno: 'EPIPE' },
      ],
    ],
  },
  {
    id: 'pipe/sockets/unread-at-close',
    title: 'a peer that goes with bytes unread resets the connection',
    clauses: ['PIPE-04'],
    steps: [
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'write', to: 's.b', bytes: 'unread' },
        { see: 'wrote', count: 6 },
      ],
      [
        { do: 'write', to: 's.a', bytes: 'last' },
        { see: 'wrote', count: 4 },
      ],
      [{ do: 'close', handle: 's.a' }, { see: 'done' }],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'last', end: false },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'x' },
        { see: 'errno', errno: 'EPIPE' },
      ],
    ],
  },
  {
    id: 'pipe/sockets/datagrams',
    title: 'datagrams keep their bounds',
    clauses: ['PIPE-03'],
    steps: [
      [{ do: 'socketpair', as: 's', type: 'dgram' }, { see: 'done' }],
      [
        { do: 'write', to: 's.a', bytes: 'abc' },
        { see: 'wrote', count: 3 },
      ],
      [
        { do: 'write', to: 's.a', bytes: 'de' },
        { see: 'wrote', count: 2 },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'abcde', end: false },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'f' },
        { see: 'wrote', count: 1 },
      ],
      [{ do: 'set-flags', of: 's.a', flags: ['nonblock'] }, { see: 'done' }],
      [
        { do: 'read', from: 's.a' },
        { see: 'data', bytes: 'f', end: false },
      ],
      [
        { do: 'read', from: 's.a' },
        { see: 'data', bytes: '', end: false },
      ],
      [{ do: 'close', handle: 's.a' }, { see: 'done' }],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 's.b', bytes: 'x' },
        { see: 'errno', errno: 'ECONNREFUSED' },
      ],
    ],
  },
  {
    id: 'pipe/sockets/eventfd',
    title: 'an eventfd adds what is written and gives the sum',
    clauses: ['PIPE-03'],
    steps: [
      [{ do: 'eventfd', as: 'e' }, { see: 'done' }],
      [
        { do: 'read', from: 'e' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 'e', bytes: '\u0003\u0000\u0000\u0000\u0000\u0000\u0000\u0000' },
        { see: 'wrote', count: 8 },
      ],
      [
        { do: 'write', to: 'e', bytes: '\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000' },
        { see: 'wrote', count: 8 },
      ],
      [
        { do: 'read', from: 'e' },
        { see: 'data', bytes: '\u0003\u0001\u0000\u0000\u0000\u0000\u0000\u0000', end: false },
      ],
      [
        { do: 'read', from: 'e' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 'e', bytes: 'abc' },
        { see: 'errno', errno: 'EINVAL' },
      ],
      [{ do: 'seek', handle: 'e', to: 0 }, { see: 'done' }],
    ],
  },
];
