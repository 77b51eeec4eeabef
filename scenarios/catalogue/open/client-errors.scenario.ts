import type { Scenario } from '../../scenario.ts';

/** What the client itself is refused. Source: OPEN-06, OPEN-01, OPEN-14. */
export const clientErrors: readonly Scenario[] = [
  {
    id: 'open/client-errors/wrong-direction',
    title: 'reading what was opened for writing fails, and the other way round',
    clauses: ['OPEN-06'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'abc' }, { see: 'done' }],
      [{ do: 'open', as: 'w', path: '{dir}/f', access: 'w' }, { see: 'done' }],
      [{ do: 'open', as: 'r', path: '{dir}/f', access: 'r' }, { see: 'done' }],
      [
        { do: 'read', from: 'w' },
        { see: 'errno', errno: 'EBADF' },
      ],
      [
        { do: 'write', to: 'r', bytes: 'x' },
        { see: 'errno', errno: 'EBADF' },
      ],
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'read', from: 'p.write' },
        { see: 'errno', errno: 'EBADF' },
      ],
      [
        { do: 'write', to: 'p.read', bytes: 'x' },
        { see: 'errno', errno: 'EBADF' },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'abc', end: true },
      ],
    ],
  },
  {
    id: 'open/client-errors/paths',
    title: 'paths that lead nowhere',
    clauses: ['OPEN-01'],
    steps: [
      [
        { do: 'open', as: 'a', path: '{dir}/none', access: 'r' },
        { see: 'errno', errno: 'ENOENT' },
      ],
      [{ do: 'write-file', path: '{dir}/f', bytes: 'x' }, { see: 'done' }],
      [
        { do: 'open', as: 'b', path: '{dir}/f/x', access: 'r' },
        { see: 'errno', errno: 'ENOTDIR' },
      ],
      [{ do: 'mkdir', path: '{dir}/d' }, { see: 'done' }],
      [
        { do: 'mkdir', path: '{dir}/d' },
        { see: 'errno', errno: 'EEXIST' },
      ],
      [
        { do: 'open', as: 'c', path: '{dir}/d', access: 'w' },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [
        { do: 'open', as: 'c2', path: '{dir}/d', access: 'rw' },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [
        { do: 'open', as: 'e', path: '{dir}/f', access: 'w', flags: ['create', 'exclusive'] },
        { see: 'errno', errno: 'EEXIST' },
      ],
      [
        { do: 'mkfifo', path: '{dir}/f' },
        { see: 'errno', errno: 'EEXIST' },
      ],
      [
        { do: 'open', as: 'g', path: '{dir}/f', access: 'r', flags: ['directory'] },
        { see: 'errno', errno: 'ENOTDIR' },
      ],
      [
        { do: 'unlink', path: '{dir}/none' },
        { see: 'errno', errno: 'ENOENT' },
      ],
      [
        { do: 'unlink', path: '{dir}/d' },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [
        { do: 'read-file', path: '{dir}/d' },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [
        { do: 'read-file', path: '{dir}/none' },
        { see: 'errno', errno: 'ENOENT' },
      ],
      [{ do: 'unlink', path: '{dir}/f' }, { see: 'done' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'errno', errno: 'ENOENT' },
      ],
      [
        { do: 'mkdir', path: '{dir}/x/y' },
        { see: 'errno', errno: 'ENOENT' },
      ],
      [
        { do: 'mkfifo', path: '{dir}/x/y' },
        { see: 'errno', errno: 'ENOENT' },
      ],
    ],
  },
  {
    id: 'open/client-errors/not-seekable',
    title: 'pipes and sockets have no offset; only sockets shut down',
    clauses: ['OPEN-14'],
    steps: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [
        { do: 'seek', handle: 'p.read', to: 0 },
        { see: 'errno', errno: 'ESPIPE' },
      ],
      [
        { do: 'shutdown', socket: 'p.write', how: 'w' },
        { see: 'errno', errno: 'ENOTSOCK' },
      ],
      [{ do: 'socketpair', as: 's' }, { see: 'done' }],
      [
        { do: 'seek', handle: 's.a', to: 0 },
        { see: 'errno', errno: 'ESPIPE' },
      ],
      [{ do: 'socket', as: 'u', type: 'stream' }, { see: 'done' }],
      [
        { do: 'write', to: 'u', bytes: 'x' },
        { see: 'errno', errno: 'ENOTCONN' },
      ],
      [
        { do: 'read', from: 'u' },
        { see: 'errno', errno: 'EINVAL' },
      ],
      [{ do: 'socket', as: 'd', type: 'dgram' }, { see: 'done' }],
      [
        { do: 'write', to: 'd', bytes: 'x' },
        { see: 'errno', errno: 'ENOTCONN' },
      ],
      [{ do: 'listen', as: 'l', path: '{dir}/s' }, { see: 'done' }],
      [
        { do: 'listen', as: 'm', path: '{dir}/s' },
        { see: 'errno', errno: 'EADDRINUSE' },
      ],
    ],
  },
];
