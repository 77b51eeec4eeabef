import type { AccessMode, OpenFlag } from '../../../model/language/action.ts';
import type { ProfileName } from '../../../model/language/profile.ts';
import type { Step, TextPattern } from '../../scenario.ts';

/** Who opens: `out` of a file chardev, its `in`, pipe, serial, a logfile, a file block node, an rng-random object. */
export type ErrorUser = 'file' | 'file-in' | 'pipe' | 'serial' | 'logfile' | 'block' | 'rng';

/** One case: what is there before, who opens which path, and the text; `old` is that of 7.2, `recent` that of the rest. */
export type ErrorCase = {
  readonly name: string;
  readonly title: string;
  readonly clauses: readonly string[];
  readonly user: ErrorUser;
  readonly path: string;
  readonly before?: readonly Step[];
  readonly after?: readonly Step[];
  readonly profiles?: readonly ProfileName[];
  readonly ownProcess?: boolean;
} & ({ readonly text: string } | { readonly old: string; readonly recent: TextPattern });

const add: Step = [
  { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['member'] },
  { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
];
const gone: readonly Step[] = [
  [
    { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
    { see: 'return', value: {} },
  ],
  [
    { do: 'qmp', execute: 'query-fdsets' },
    { see: 'return', value: [] },
  ],
];
/** Set 1 holds a regular file opened so. */
const member = (access: AccessMode, flags: readonly OpenFlag[] = []): readonly Step[] => [
  [{ do: 'write-file', path: '{dir}/file', bytes: 'text' }, { see: 'done' }],
  [{ do: 'open', as: 'member', path: '{dir}/file', access, flags }, { see: 'done' }],
  add,
];
const sealed: readonly Step[] = [
  [{ do: 'memfd', as: 'm', bytes: 'text', seals: ['shrink'] }, { see: 'done' }],
  [{ do: 'reopen', as: 'member', of: 'm', access: 'w' }, { see: 'done' }],
  add,
];
const full = (free: number): Step => [{ do: 'limit-descriptors', free }, { see: 'done' }];
const lifted: readonly Step[] = [[{ do: 'limit-descriptors', free: null }, { see: 'done' }], ...gone];

type Pair = { readonly old: string; readonly recent: TextPattern };
type Text = string | Pair;
const chardev = "Failed to add chardev 'c': ";
const dupFailed: TextPattern = { startsWith: 'Failed to dup() given file descriptor fd=' };
const logDupFailed: TextPattern = { startsWith: `${chardev}Failed to dup() given file descriptor fd=` };
const both = (text: Text): { readonly text: string } | Pair => (typeof text === 'string' ? { text } : text);

type Row = readonly [user: ErrorUser, text: Text, before?: readonly Step[]];

/** One row of the table: same path and end for every user. */
function group(
  name: string,
  title: string,
  clauses: readonly string[],
  path: string,
  rows: readonly Row[],
  rest: Pick<ErrorCase, 'after' | 'profiles' | 'ownProcess'> = {},
): readonly ErrorCase[] {
  return rows.map(([user, text, before]) => ({
    name: `${name}-${user}`,
    title: `${title}: ${user}`,
    clauses,
    user,
    path,
    ...(before === undefined ? {} : { before }),
    ...rest,
    ...both(text),
  }));
}

const badNumber = group('bad-number', 'what follows the prefix is no number', ['OPEN-03'], '/dev/fdset/x', [
  ['file', `${chardev}Could not open '/dev/fdset/x': Invalid argument`],
  ['file-in', `${chardev}Could not open '/dev/fdset/x': Invalid argument`],
  ['pipe', `${chardev}Could not open '/dev/fdset/x': Invalid argument`],
  ['serial', `${chardev}Could not open '/dev/fdset/x': Invalid argument`],
  ['logfile', `${chardev}Could not parse fdset /dev/fdset/x`],
  ['block', 'Could not parse fdset /dev/fdset/x'],
  ['rng', { old: "Could not open '/dev/fdset/x': Invalid argument", recent: 'Could not parse fdset /dev/fdset/x' }],
]);

const noSuchSet = group('no-such-set', 'no set has that number', ['OPEN-04', 'OPEN-13'], '/dev/fdset/1', [
  ['file', `${chardev}Could not open '/dev/fdset/1': No such file or directory`],
  ['file-in', `${chardev}Could not open '/dev/fdset/1': No such file or directory`],
  ['pipe', `${chardev}Could not open '/dev/fdset/1': No such file or directory`],
  ['serial', `${chardev}Could not open '/dev/fdset/1': No such file or directory`],
  [
    'logfile',
    {
      old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: No such file or directory`,
      recent: `${chardev}Failed to find fdset /dev/fdset/1`,
    },
  ],
  [
    'block',
    {
      old: 'Could not dup FD for /dev/fdset/1 flags 2: No such file or directory',
      recent: 'Failed to find fdset /dev/fdset/1',
    },
  ],
  [
    'rng',
    {
      old: "Could not open '/dev/fdset/1': No such file or directory",
      recent: 'Failed to find fdset /dev/fdset/1',
    },
  ],
]);

const noMatch = group(
  'no-match',
  'no member has that access mode',
  ['OPEN-05', 'OPEN-06'],
  '/dev/fdset/1',
  [
    ['file', `${chardev}Could not open '/dev/fdset/1': Permission denied`, member('rw')],
    ['file-in', `${chardev}Could not open '/dev/fdset/1': Permission denied`, member('rw')],
    ['pipe', `${chardev}Could not open '/dev/fdset/1': Permission denied`, member('w')],
    ['serial', `${chardev}Could not open '/dev/fdset/1': Permission denied`, member('r')],
    [
      'logfile',
      {
        old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Permission denied`,
        recent: `${chardev}Failed to find file descriptor with matching flags=0x241`,
      },
      member('rw'),
    ],
    [
      'block',
      {
        old: 'Could not dup FD for /dev/fdset/1 flags 2: Permission denied',
        recent: 'Failed to find file descriptor with matching flags=0x2',
      },
      member('r'),
    ],
    [
      'rng',
      {
        old: "Could not open '/dev/fdset/1': Permission denied",
        recent: 'Failed to find file descriptor with matching flags=0x800',
      },
      member('rw'),
    ],
  ],
  { after: gone },
);

const syncRows = (flag: 'sync' | 'dsync'): readonly Row[] => [
  ['file', `${chardev}Could not open '/dev/fdset/1': Invalid argument`, member('w', [flag])],
  ['file-in', `${chardev}Could not open '/dev/fdset/1': Invalid argument`, member('r', [flag])],
  ['pipe', `${chardev}Could not open '/dev/fdset/1': Invalid argument`, member('rw', [flag])],
  ['serial', `${chardev}Could not open '/dev/fdset/1': Invalid argument`, member('rw', [flag])],
  [
    'logfile',
    { old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Invalid argument`, recent: logDupFailed },
    member('w', [flag]),
  ],
  [
    'block',
    { old: 'Could not dup FD for /dev/fdset/1 flags 2: Invalid argument', recent: dupFailed },
    member('rw', [flag]),
  ],
  ['rng', { old: "Could not open '/dev/fdset/1': Invalid argument", recent: dupFailed }, member('r', [flag])],
];
const sync = group('sync-mismatch', 'the member has O_SYNC', ['OPEN-10'], '/dev/fdset/1', syncRows('sync'), {
  after: gone,
});
const dsync = group('dsync-mismatch', 'the member has O_DSYNC', ['OPEN-10'], '/dev/fdset/1', syncRows('dsync'), {
  after: gone,
});

const pipeMember: readonly Step[] = [
  [{ do: 'pipe', as: 'p' }, { see: 'done' }],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
    { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
  ],
];
const truncated = group(
  'truncation-invalid',
  'the member cannot be truncated',
  ['OPEN-12'],
  '/dev/fdset/1',
  [
    ['file', `${chardev}Could not open '/dev/fdset/1': Invalid argument`, pipeMember],
    [
      'logfile',
      { old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Invalid argument`, recent: logDupFailed },
      pipeMember,
    ],
  ],
  { after: gone },
);
const truncationSealed = group(
  'truncation-sealed',
  'the member is sealed against shrinking',
  ['OPEN-12'],
  '/dev/fdset/1',
  [
    ['file', `${chardev}Could not open '/dev/fdset/1': Operation not permitted`, sealed],
    [
      'logfile',
      { old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Operation not permitted`, recent: logDupFailed },
      sealed,
    ],
  ],
  { after: gone },
);

const tableFull = group(
  'table-full',
  'the descriptor table is full',
  ['OPEN-10'],
  '/dev/fdset/1',
  [
    ['file', `${chardev}Could not open '/dev/fdset/1': Too many open files`, [...member('w'), full(0)]],
    ['file-in', `${chardev}Could not open '/dev/fdset/1': Too many open files`, [...member('r'), full(1)]],
    ['pipe', `${chardev}Could not open '/dev/fdset/1': Too many open files`, [...member('rw'), full(0)]],
    ['serial', `${chardev}Could not open '/dev/fdset/1': Too many open files`, [...member('rw'), full(0)]],
    [
      'logfile',
      { old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Too many open files`, recent: logDupFailed },
      [...member('w'), full(0)],
    ],
    [
      'block',
      { old: 'Could not dup FD for /dev/fdset/1 flags 2: Too many open files', recent: dupFailed },
      [...member('rw'), full(0)],
    ],
    [
      'rng',
      { old: "Could not open '/dev/fdset/1': Too many open files", recent: dupFailed },
      [...member('r'), full(0)],
    ],
  ],
  { after: lifted },
);

const failingParallel: Step = [
  {
    do: 'qmp',
    execute: 'chardev-add',
    arguments: { id: 'lp', backend: { type: 'parallel', data: { device: '/nonexistent/lp' } } },
  },
  {
    see: 'error',
    class: 'GenericError',
    desc: "Failed to add chardev 'lp': Could not open '/nonexistent/lp': No such file or directory",
  },
];
/** A failing parallel chardev closes number 0 (DEF-04): once to free it, once behind the back of the set that got it. */
const closedMember = (access: AccessMode): readonly Step[] => [failingParallel, ...member(access), failingParallel];
const numberClosed = group(
  'number-closed',
  "the member's number was closed behind the set's back",
  ['OPEN-09', 'DEF-04'],
  '/dev/fdset/1',
  [
    ['file', `${chardev}Could not open '/dev/fdset/1': Bad file descriptor`, closedMember('w')],
    ['pipe', `${chardev}Could not open '/dev/fdset/1': Bad file descriptor`, closedMember('rw')],
    ['serial', `${chardev}Could not open '/dev/fdset/1': Bad file descriptor`, closedMember('rw')],
    [
      'logfile',
      {
        old: `${chardev}Could not dup FD for /dev/fdset/1 flags 241: Bad file descriptor`,
        recent: { startsWith: `${chardev}Failed to read file status flags for fd=` },
      },
      closedMember('w'),
    ],
    [
      'block',
      {
        old: 'Could not dup FD for /dev/fdset/1 flags 2: Bad file descriptor',
        recent: { startsWith: 'Failed to read file status flags for fd=' },
      },
      closedMember('rw'),
    ],
  ],
  { after: gone, profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'], ownProcess: true },
);

const noFolder = group('plain-no-folder', 'a plain path in a folder that is not there', ['OPEN-01'], '/nonexistent/x', [
  ['file', `${chardev}Could not open '/nonexistent/x': No such file or directory`],
  ['file-in', `${chardev}Could not open '/nonexistent/x': No such file or directory`],
  ['pipe', `${chardev}Could not open '/nonexistent/x': No such file or directory`],
  ['serial', `${chardev}Could not open '/nonexistent/x': No such file or directory`],
  ['logfile', `${chardev}Could not create '/nonexistent/x': No such file or directory`],
  ['block', "Could not open '/nonexistent/x': No such file or directory"],
  ['rng', "Could not open '/nonexistent/x': No such file or directory"],
]);
const empty = group('plain-empty', 'an empty path', ['OPEN-01'], '', [
  ['file', `${chardev}Could not open '': No such file or directory`],
  ['file-in', `${chardev}Could not open '': No such file or directory`],
  ['pipe', `${chardev}Could not open '': No such file or directory`],
  ['serial', `${chardev}Could not open '': No such file or directory`],
  ['logfile', `${chardev}Could not create '': No such file or directory`],
  ['block', "The 'file' block driver requires a file name"],
]);
const folder: readonly Step[] = [[{ do: 'mkdir', path: '{dir}/folder' }, { see: 'done' }]];
const directory = group('plain-directory', 'a plain path to a directory', ['OPEN-01'], '{dir}/folder', [
  ['file', `${chardev}Could not open '{dir}/folder': Is a directory`, folder],
  ['pipe', `${chardev}Could not open '{dir}/folder': Is a directory`, folder],
  ['serial', `${chardev}Could not open '{dir}/folder': Is a directory`, folder],
  ['logfile', `${chardev}Could not create '{dir}/folder': Is a directory`, folder],
  ['block', "Could not open '{dir}/folder': Is a directory", folder],
]);
const listening: readonly Step[] = [[{ do: 'listen', as: 'l', path: '{dir}/socket' }, { see: 'done' }]];
const socket = group('plain-socket', 'a plain path to a socket', ['OPEN-01'], '{dir}/socket', [
  ['file', `${chardev}Could not open '{dir}/socket': No such device or address`, listening],
  ['file-in', `${chardev}Could not open '{dir}/socket': No such device or address`, listening],
  ['pipe', `${chardev}Could not open '{dir}/socket': No such device or address`, listening],
  ['serial', `${chardev}Could not open '{dir}/socket': No such device or address`, listening],
  ['logfile', `${chardev}Could not create '{dir}/socket': No such device or address`, listening],
  ['block', "Could not open '{dir}/socket': No such device or address", listening],
]);

/** Every case of the table, in its order. Source: spec section 2, error texts; the rng rows by experiment. */
export const errorCases: readonly ErrorCase[] = [
  badNumber,
  noSuchSet,
  noMatch,
  sync,
  dsync,
  truncated,
  truncationSealed,
  tableFull,
  numberClosed,
  noFolder,
  empty,
  directory,
  socket,
].flat();
