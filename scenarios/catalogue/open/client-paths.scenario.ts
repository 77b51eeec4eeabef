import type { Scenario } from '../../scenario.ts';

/** Paths of the client. Source: OPEN-01. */
export const clientPaths: readonly Scenario[] = [
  {
    id: 'open/client-paths/dots',
    title: 'a path with dots and slashes names the same file',
    clauses: ['OPEN-01'],
    steps: [
      [{ do: 'mkdir', path: '{dir}/d' }, { see: 'done' }],
      [{ do: 'write-file', path: '{dir}/d/f', bytes: 'x' }, { see: 'done' }],
      [
        { do: 'read-file', path: '{dir}/./d//f' },
        { see: 'data', bytes: 'x', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/d/f/' },
        { see: 'errno', errno: 'ENOTDIR' },
      ],
      [{ do: 'unlink', path: '{dir}/d/./f' }, { see: 'done' }],
      [
        { do: 'read-file', path: '{dir}/d/f' },
        { see: 'errno', errno: 'ENOENT' },
      ],
    ],
  },
  {
    id: 'open/client-paths/flags',
    title: 'flags that exclude each other or the object',
    clauses: ['OPEN-01'],
    steps: [
      [{ do: 'mkdir', path: '{dir}/d' }, { see: 'done' }],
      [{ do: 'write-file', path: '{dir}/f', bytes: 'x' }, { see: 'done' }],
      [
        { do: 'open', as: 'a', path: '{dir}/d', access: 'r', flags: ['create'] },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [{ do: 'open', as: 'b', path: '{dir}/d', access: 'r', flags: ['directory'] }, { see: 'done' }],
      [
        { do: 'open', as: 'c', path: '{dir}/n', access: 'r', flags: ['create', 'directory'] },
        { see: 'errno', errno: 'EINVAL' },
      ],
      [{ do: 'open', as: 'e', path: '{dir}/f', access: 'r', flags: ['truncate'] }, { see: 'done' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'open', as: 'g', path: '{dir}/d', access: 'r', flags: ['truncate'] },
        { see: 'errno', errno: 'EISDIR' },
      ],
      [{ do: 'open', as: 'h', path: '{dir}/f', access: 'r', flags: ['path'] }, { see: 'done' }],
      [
        { do: 'read', from: 'h' },
        { see: 'errno', errno: 'EBADF' },
      ],
      [
        { do: 'get-flags', of: 'h' },
        { see: 'flags', access: 'r', flags: ['path'] },
      ],
      [
        { do: 'seek', handle: 'h', to: 0 },
        { see: 'errno', errno: 'EBADF' },
      ],
      [{ do: 'open', as: 'i', path: '{dir}/f', access: 'w', flags: ['exclusive'] }, { see: 'done' }],
    ],
  },
];
