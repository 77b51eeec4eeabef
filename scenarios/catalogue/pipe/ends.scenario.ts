import type { Scenario } from '../../scenario.ts';

/** Pipes and FIFOs whose other end is gone. Source: FILE-07, FILE-06. */
export const ends: readonly Scenario[] = [
  {
    id: 'pipe/ends/no-reader',
    title: 'writing to a pipe without reader is an error, reading one without writer the end',
    clauses: ['FILE-07'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'dup', as: 'r2', of: 'p.read' }, { see: 'done' }],
      [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
      [
        { do: 'write', to: 'p.write', bytes: 'ab' },
        { see: 'wrote', count: 2 },
      ],
      [{ do: 'close', handle: 'r2' }, { see: 'done' }],
      [
        { do: 'write', to: 'p.write', bytes: 'c' },
        { see: 'errno', errno: 'EPIPE' },
      ],
      [{ do: 'pipe', as: 'o' }, { see: 'done' }],
      [{ do: 'dup', as: 'w2', of: 'o.write' }, { see: 'done' }],
      [
        { do: 'write', to: 'o.write', bytes: 'abcdefghxyz' },
        { see: 'wrote', count: 11 },
      ],
      [{ do: 'close', handle: 'o.write' }, { see: 'done' }],
      [
        { do: 'read', from: 'o.read', max: 8 },
        { see: 'data', bytes: 'abcdefgh', end: false },
      ],
      [
        { do: 'read', from: 'o.read' },
        { see: 'data', bytes: 'xyz', end: false },
      ],
      [{ do: 'close', handle: 'w2' }, { see: 'done' }],
      [
        { do: 'read', from: 'o.read' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'read', from: 'o.read' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'pipe/ends/fifo',
    title: 'a FIFO opens for writing only with a reader; its bytes go with its last end',
    clauses: ['FILE-06'],
    steps: [
      [{ do: 'mkfifo', path: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'open', as: 'w', path: '{dir}/f', access: 'w' },
        { see: 'errno', errno: 'ENXIO' },
      ],
      [{ do: 'open', as: 'r', path: '{dir}/f', access: 'r' }, { see: 'done' }],
      [{ do: 'open', as: 'w', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'write', to: 'w', bytes: 'abcdefghbc' },
        { see: 'wrote', count: 10 },
      ],
      [
        { do: 'read', from: 'r', max: 8 },
        { see: 'data', bytes: 'abcdefgh', end: false },
      ],
      [{ do: 'close', handle: 'w' }, { see: 'done' }],
      [
        { do: 'read', from: 'r' },
        { see: 'data', bytes: 'bc', end: true },
      ],
      [{ do: 'open', as: 'w', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [
        { do: 'read', from: 'r' },
        { see: 'data', bytes: '', end: false },
      ],
      [
        { do: 'write', to: 'w', bytes: 'd' },
        { see: 'wrote', count: 1 },
      ],
      [{ do: 'close', handle: 'r' }, { see: 'done' }],
      [
        { do: 'write', to: 'w', bytes: 'e' },
        { see: 'errno', errno: 'EPIPE' },
      ],
      [{ do: 'open', as: 'r', path: '{dir}/f', access: 'r' }, { see: 'done' }],
      [
        { do: 'read', from: 'r' },
        { see: 'data', bytes: 'd', end: false },
      ],
      [
        { do: 'write', to: 'w', bytes: 'gone' },
        { see: 'wrote', count: 4 },
      ],
      [{ do: 'close', handle: 'w' }, { see: 'done' }],
      [{ do: 'close', handle: 'r' }, { see: 'done' }],
      [{ do: 'open', as: 'b', path: '{dir}/f', access: 'rw' }, { see: 'done' }],
      [
        { do: 'write', to: 'b', bytes: 'q' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'read', from: 'b' },
        { see: 'data', bytes: 'q', end: false },
      ],
      [
        { do: 'read', from: 'b' },
        { see: 'data', bytes: '', end: false },
      ],
    ],
  },
];
