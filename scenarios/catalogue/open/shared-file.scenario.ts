import type { Scenario } from '../../scenario.ts';

/** Files that several descriptors share. Source: OPEN-14, FILE-05, OPEN-12. */
export const sharedFile: readonly Scenario[] = [
  {
    id: 'open/shared-file/offsets',
    title: 'a dup shares the offset, a second open does not; append ignores it',
    clauses: ['OPEN-14', 'FILE-05'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '0123456789' }, { see: 'done' }],
      [{ do: 'open', as: 'a', path: '{dir}/f', access: 'rw' }, { see: 'done' }],
      [{ do: 'dup', as: 'b', of: 'a' }, { see: 'done' }],
      [{ do: 'reopen', as: 'c', of: 'a', access: 'rw' }, { see: 'done' }],
      [
        { do: 'read', from: 'a', max: 3 },
        { see: 'data', bytes: '012', end: false },
      ],
      [
        { do: 'read', from: 'b', max: 2 },
        { see: 'data', bytes: '34', end: false },
      ],
      [
        { do: 'read', from: 'c', max: 1 },
        { see: 'data', bytes: '0', end: false },
      ],
      [{ do: 'seek', handle: 'b', to: 8 }, { see: 'done' }],
      [
        { do: 'write', to: 'a', bytes: 'XY' },
        { see: 'wrote', count: 2 },
      ],
      [
        { do: 'read', from: 'b' },
        { see: 'data', bytes: '', end: true },
      ],
      [{ do: 'set-flags', of: 'b', flags: ['append'] }, { see: 'done' }],
      [{ do: 'seek', handle: 'a', to: 0 }, { see: 'done' }],
      [
        { do: 'write', to: 'a', bytes: 'Z' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'read', from: 'a' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'read', from: 'c' },
        { see: 'data', bytes: '1234567XYZ', end: true },
      ],
      [
        { do: 'get-flags', of: 'a' },
        { see: 'flags', access: 'rw', flags: ['append'] },
      ],
      [
        { do: 'get-flags', of: 'c' },
        { see: 'flags', access: 'rw', flags: [] },
      ],
      [{ do: 'seek', handle: 'c', to: 13 }, { see: 'done' }],
      [
        { do: 'write', to: 'c', bytes: '!' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '01234567XYZ\u0000\u0000!', end: true },
      ],
    ],
  },
  {
    id: 'open/shared-file/unlinked-and-named',
    title: 'a descriptor that only names an unlinked file keeps its bytes',
    clauses: ['OPEN-14'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'kept' }, { see: 'done' }],
      [{ do: 'open', as: 'a', path: '{dir}/f', access: 'r', flags: ['path'] }, { see: 'done' }],
      [{ do: 'unlink', path: '{dir}/f' }, { see: 'done' }],
      [{ do: 'reopen', as: 'b', of: 'a', access: 'r' }, { see: 'done' }],
      [
        { do: 'read', from: 'b' },
        { see: 'data', bytes: 'kept', end: true },
      ],
    ],
  },
  {
    id: 'open/shared-file/unlinked',
    title: 'a file without a name lives on in its descriptors, a new one takes the name',
    clauses: ['OPEN-14'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'old' }, { see: 'done' }],
      [{ do: 'open', as: 'a', path: '{dir}/f', access: 'rw' }, { see: 'done' }],
      [{ do: 'unlink', path: '{dir}/f' }, { see: 'done' }],
      [{ do: 'write-file', path: '{dir}/f', bytes: 'new!' }, { see: 'done' }],
      [
        { do: 'read', from: 'a' },
        { see: 'data', bytes: 'old', end: true },
      ],
      [
        { do: 'write', to: 'a', bytes: '+' },
        { see: 'wrote', count: 1 },
      ],
      [{ do: 'seek', handle: 'a', to: 0 }, { see: 'done' }],
      [
        { do: 'read', from: 'a' },
        { see: 'data', bytes: 'old+', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'new!', end: true },
      ],
    ],
  },
  {
    id: 'open/shared-file/truncation-by-another',
    title: 'a file cut by somebody else is at its end; what is written behind leaves a hole',
    clauses: ['OPEN-12'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '0123456789' }, { see: 'done' }],
      [{ do: 'open', as: 'a', path: '{dir}/f', access: 'rw' }, { see: 'done' }],
      [
        { do: 'read', from: 'a', max: 6 },
        { see: 'data', bytes: '012345', end: false },
      ],
      [{ do: 'open', as: 't', path: '{dir}/f', access: 'w', flags: ['truncate'] }, { see: 'done' }],
      [
        { do: 'read', from: 'a' },
        { see: 'data', bytes: '', end: true },
      ],
      [
        { do: 'write', to: 'a', bytes: 'x' },
        { see: 'wrote', count: 1 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '\u0000\u0000\u0000\u0000\u0000\u0000x', end: true },
      ],
      [
        { do: 'write', to: 't', bytes: 'ab' },
        { see: 'wrote', count: 2 },
      ],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'ab\u0000\u0000\u0000\u0000x', end: true },
      ],
      [{ do: 'write-file', path: '{dir}/f', bytes: 'q' }, { see: 'done' }],
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'q', end: true },
      ],
    ],
  },
];
