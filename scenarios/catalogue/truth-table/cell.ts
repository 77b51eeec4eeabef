import type { AccessMode, StatusFlag } from '../../../model/language/action.ts';
import type { Value } from '../../../model/language/value.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';

/** How a chardev opens the set: the columns of the table. */
export type Use = 'file-truncate' | 'file-append' | 'file-in' | 'pipe' | 'logfile' | 'logfile-append' | 'serial';

/** What a cell promises. `flags` are those of the description that the client shares, after the attempt. */
export type Cell =
  | { readonly use: Use; readonly verdict: 'ok'; readonly flags: readonly StatusFlag[]; readonly content?: string }
  /** No member of that mode: nothing was touched. */
  | { readonly use: Use; readonly verdict: 'refused' }
  /**
   * The member matched and was duplicated, a later step failed. The client sets O_APPEND first: the real systems lose it
   * with the failure, `design` puts it back.
   */
  | { readonly use: Use; readonly verdict: 'failed'; readonly because: 'EINVAL' | 'EPERM' | 'EBADF' };

/** One row: the object behind the member, made by `make` under the name `member`. */
export type Row = {
  readonly row: string;
  readonly object: string;
  readonly access: AccessMode;
  /** Flags of the description before the attempt. */
  readonly flags: readonly StatusFlag[];
  readonly make: readonly Step[];
  /** Name of the handle passed; its description's flags are looked at. */
  readonly handle: string;
  /** Content before, and how it is looked at after; absent where the object holds none. */
  readonly content?: { readonly before: string; readonly look: Step[0] };
  readonly cells: readonly Cell[];
};

const backends: Readonly<Record<Use, Value>> = {
  'file-truncate': { type: 'file', data: { out: '/dev/fdset/1' } },
  'file-append': { type: 'file', data: { out: '/dev/fdset/1', append: true } },
  'file-in': { type: 'file', data: { out: '/dev/null', in: '/dev/fdset/1' } },
  pipe: { type: 'pipe', data: { device: '/dev/fdset/1' } },
  logfile: { type: 'null', data: { logfile: '/dev/fdset/1' } },
  'logfile-append': { type: 'null', data: { logfile: '/dev/fdset/1', logappend: true } },
  serial: { type: 'serial', data: { device: '/dev/fdset/1' } },
};

const words: Readonly<Record<Use, string>> = {
  'file-truncate': 'as `out` of a file chardev, append off',
  'file-append': 'as `out` of a file chardev, append on',
  'file-in': 'as `in` of a file chardev',
  pipe: 'by a pipe chardev',
  logfile: 'as a logfile, logappend off',
  'logfile-append': 'as a logfile, logappend on',
  serial: 'by a serial chardev',
};

const clauses: Readonly<Record<Use, readonly string[]>> = {
  'file-truncate': ['FILE-03', 'FILE-05', 'OPEN-11', 'OPEN-12'],
  'file-append': ['FILE-03', 'FILE-05', 'OPEN-11'],
  'file-in': ['FILE-03', 'OPEN-11'],
  pipe: ['PIPE-02', 'PIPE-03', 'FILE-03'],
  logfile: ['OPEN-11', 'OPEN-12', 'FDSET-47'],
  'logfile-append': ['OPEN-11', 'FDSET-47'],
  serial: ['FILE-03', 'OPEN-11'],
};

/** open(2) flags of the two logfile uses, in hex: the real systems print them. */
const logFlags: Readonly<Partial<Record<Use, string>>> = { logfile: '241', 'logfile-append': '441' };

const strerror = {
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
  EPERM: 'Operation not permitted',
  EBADF: 'Bad file descriptor',
};

/** The reply's text. Source: the error table of the spec's section 2. */
function refusal(use: Use, errno: keyof typeof strerror): Expectation {
  const prefix = "Failed to add chardev 'c': ";
  const flags = logFlags[use];
  if (flags === undefined) {
    const desc = `${prefix}Could not open '/dev/fdset/1': ${strerror[errno]}`;
    return { see: 'error', class: 'GenericError', desc };
  }
  const old = `${prefix}Could not dup FD for /dev/fdset/1 flags ${flags}: ${strerror[errno]}`;
  const recent =
    errno === 'EACCES'
      ? `${prefix}Failed to find file descriptor with matching flags=0x${flags}`
      : { startsWith: `${prefix}Failed to dup() given file descriptor fd=` };
  return {
    byProfile: {
      'qemu-7.2': { see: 'error', class: 'GenericError', desc: old },
      else: { see: 'error', class: 'GenericError', desc: recent },
    },
  };
}

const addChardev = (id: string, backend: Value): Step[0] => ({
  do: 'qmp',
  execute: 'chardev-add',
  arguments: { id, backend },
});
const removeChardev = (id: string): Step => [
  { do: 'qmp', execute: 'chardev-remove', arguments: { id } },
  { see: 'return', value: {} },
];

/**
 * A logfile leaves a stale dup (DEF-01). A plain file that takes the same number and is closed through qemu_close
 * clears it (FDSET-48), so that the set can go.
 */
const sweep: readonly Step[] = [
  [addChardev('sweep', { type: 'file', data: { out: '/dev/null', append: true } }), { see: 'return', value: {} }],
  removeChardev('sweep'),
];

function attempt(row: Row, cell: Cell): readonly Step[] {
  const add = addChardev('c', backends[cell.use]);
  const flagsAfter = (flags: readonly StatusFlag[]): Step => [
    { do: 'get-flags', of: row.handle },
    { see: 'flags', access: row.access, flags },
  ];
  switch (cell.verdict) {
    case 'ok':
      return [
        [add, { see: 'return', value: {} }],
        flagsAfter(cell.flags),
        removeChardev('c'),
        ...(logFlags[cell.use] === undefined ? [] : sweep),
      ];
    case 'refused':
      return [[add, refusal(cell.use, 'EACCES')], flagsAfter(row.flags)];
    case 'failed': {
      const appendSet: Step = [{ do: 'set-flags', of: row.handle, flags: ['append'] }, { see: 'done' }];
      if (cell.because === 'EBADF') return [[add, refusal(cell.use, 'EBADF')], flagsAfter(row.flags)];
      return [
        appendSet,
        [add, refusal(cell.use, cell.because)],
        [
          { do: 'get-flags', of: row.handle },
          {
            byProfile: {
              design: { see: 'flags', access: row.access, flags: ['append'] },
              else: { see: 'flags', access: row.access, flags: [] },
            },
          },
        ],
      ];
    }
  }
}

function looks(row: Row, cell: Cell): readonly Step[] {
  if (row.content === undefined) return [];
  const bytes = (cell.verdict === 'ok' ? cell.content : undefined) ?? row.content.before;
  return [[row.content.look, { see: 'data', bytes: bytes === 'nothing' ? '' : bytes, end: true }]];
}

const ending: Readonly<Record<Cell['verdict'], string>> = {
  ok: 'opens',
  refused: 'is refused: no member of that mode',
  failed: 'fails after the match',
};

/** One scenario a cell: the object in set 1, one attempt, then flags, content, and the set gone. Source: spec section 3. */
export function scenariosOf(row: Row): readonly Scenario[] {
  return row.cells.map((cell) => ({
    id: `truth-table/${row.row}/${cell.use}`,
    title: `${row.object} taken ${words[cell.use]} ${ending[cell.verdict]}`,
    clauses: [...new Set(['OPEN-05', 'OPEN-06', 'OPEN-10', ...clauses[cell.use]])],
    steps: [
      ...row.make,
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: [row.handle] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      ...attempt(row, cell),
      ...looks(row, cell),
      [
        { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'query-fdsets' },
        { see: 'return', value: [] },
      ],
    ],
  }));
}
