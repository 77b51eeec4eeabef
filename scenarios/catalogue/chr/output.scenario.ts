import type { FaultCall, LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  detaches,
  done,
  listens,
  peerGets,
  refusal,
  removeChardev,
  told,
  writeFails,
  writes,
} from '../../steps.ts';

const one: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const full = 'f'.repeat(4096);
/** A file chardev `c` on the pipe `p` of one page, with a witness on it. */
const onPipe = (more: { readonly logfile?: string } = {}): readonly Step[] => [
  [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
    { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
  ],
  addChardev('c', 'file', { out: '/dev/fdset/1', append: true, ...more }),
  attaches('w', 'c'),
];
const fill: Step = [
  { do: 'write', to: 'p.write', bytes: full },
  { see: 'wrote', count: 4096 },
];
const drain: Step = [
  { do: 'read', from: 'p.read', max: 4096 },
  { see: 'data', bytes: full, end: false },
];
const fault = (call: FaultCall, give: { readonly errno: string } | { readonly short: number }): Step => [
  { do: 'fault', call, object: 'p', give },
  done,
];
const log = (bytes: string): Step => [
  { do: 'read-file', path: '{dir}/log' },
  { see: 'data', bytes, end: true },
];

/** What a frontend's write comes to on a stream. */
export const output: readonly Scenario[] = [
  {
    id: 'chr/output/whole',
    title: 'a stream with room takes everything',
    clauses: ['CHR-60', 'CHR-63'],
    launch: one,
    steps: [...onPipe(), writes('w', 'hello'), peerGets('p.read', 'hello')],
  },
  {
    id: 'chr/output/short',
    title: 'a stream that takes part tells how much',
    clauses: ['CHR-63', 'CHR-60'],
    bugs: ['BUG-019'],
    launch: one,
    steps: [...onPipe(), writes('w', 'x'.repeat(5000), 4096), peerGets('p.read', 'x'.repeat(4096))],
  },
  {
    id: 'chr/output/full',
    title: 'a full stream refuses with EAGAIN',
    clauses: ['CHR-63'],
    launch: one,
    steps: [...onPipe(), fill, writeFails('w', 'no', 'EAGAIN'), drain, peerGets('p.read', ''), writes('w', 'yes')],
  },
  {
    id: 'chr/output/broken',
    title: 'every other failure is EINVAL, whatever the system said',
    clauses: ['CHR-63'],
    launch: one,
    steps: [...onPipe(), [{ do: 'close', handle: 'p.read' }, done], writeFails('w', 'no', 'EINVAL')],
  },
  {
    id: 'chr/output/set-needs-append',
    title: 'a pipe behind an fd set is opened for appending, since it cannot be truncated',
    clauses: ['FBE-05', 'CHR-02'],
    steps: [
      [{ do: 'pipe', as: 'p' }, done],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      addChardev(
        'c',
        'file',
        { out: '/dev/fdset/1' },
        refusal("Failed to add chardev 'c': Could not open '/dev/fdset/1': Invalid argument"),
      ),
      addChardev('c', 'file', { out: '/dev/fdset/1', append: true }),
      removeChardev('c'),
    ],
  },
  {
    id: 'chr/output/pushes-on',
    title: 'after a short write the backend is asked again at once',
    clauses: ['CHR-63'],
    launch: one,
    steps: [...onPipe(), fault('write', { short: 3 }), writes('w', '0123456789'), peerGets('p.read', '0123456789')],
  },
  {
    id: 'chr/output/progress-then-block',
    title: 'progress before a would-block counts',
    clauses: ['CHR-63'],
    bugs: ['BUG-019'],
    launch: one,
    steps: [
      ...onPipe(),
      fault('write', { short: 3 }),
      fault('write', { errno: 'EAGAIN' }),
      writes('w', '0123456789', 3),
      peerGets('p.read', '012'),
    ],
  },
  {
    id: 'chr/output/progress-then-failure',
    title: 'a failure after progress forgets the progress',
    clauses: ['CHR-63', 'CHR-62'],
    launch: one,
    steps: [
      ...onPipe(),
      fault('write', { short: 3 }),
      fault('write', { errno: 'EIO' }),
      writeFails('w', '0123456789', 'EINVAL'),
      peerGets('p.read', '012'),
    ],
  },
  {
    id: 'chr/output/watch',
    title: 'a watch on a full pipe fires once it has room',
    clauses: ['CHR-90', 'CHR-91', 'CHR-92'],
    launch: one,
    steps: [
      ...onPipe(),
      listens('w'),
      told('w', { event: 'OPENED' }),
      fill,
      [{ do: 'witness-watch', port: 'w' }, done],
      told('w'),
      drain,
      told('w', { watch: 'out' }),
      fill,
      drain,
      told('w'),
    ],
  },
  {
    id: 'chr/output/watch-of-a-leaver',
    title: 'a watch does not outlive the frontend that waits',
    clauses: ['CHR-36', 'CHR-90'],
    bugs: ['BUG-007'],
    launch: one,
    steps: [...onPipe(), fill, [{ do: 'witness-watch', port: 'w' }, done], detaches('w'), drain, told('w')],
  },
  {
    id: 'chr/output/log-of-a-short-write',
    title: 'the log gets what the backend took, no more',
    clauses: ['CHR-64'],
    launch: one,
    steps: [...onPipe({ logfile: '{dir}/log' }), writes('w', 'x'.repeat(5000), 4096), log('x'.repeat(4096))],
  },
  {
    id: 'chr/output/log-of-a-refused-write',
    title: 'a write that is refused is logged whole by real systems, not at all by a repaired one',
    clauses: ['CHR-64', 'DEF-05', 'Q-CORE-1'],
    launch: one,
    steps: [
      ...onPipe({ logfile: '{dir}/log' }),
      fill,
      writeFails('w', 'again', 'EAGAIN'),
      [
        { do: 'read-file', path: '{dir}/log' },
        {
          byProfile: {
            design: { see: 'data', bytes: '', end: true },
            else: { see: 'data', bytes: 'again', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'chr/output/write-all',
    title: 'write_all comes back when everything is taken; until then the main loop stands still',
    clauses: ['CHR-61', 'CHR-62'],
    launch: one,
    steps: [
      ...onPipe(),
      [
        { do: 'witness-write', port: 'w', bytes: 'abc', all: true },
        { see: 'accepted', count: 3 },
      ],
      peerGets('p.read', 'abc'),
      fill,
      [{ do: 'witness-write', port: 'w', bytes: 'def', all: true }, { see: 'silent' }],
      [{ do: 'qmp', execute: 'query-status', patienceMs: 300 }, { see: 'silent' }],
      drain,
      [{ do: 'advance', ms: 1 }, done],
      peerGets('p.read', 'def'),
    ],
  },
  {
    id: 'chr/output/write-all-fails',
    title: 'write_all tells the last failure even after progress',
    clauses: ['CHR-62', 'CHR-61'],
    launch: one,
    steps: [
      ...onPipe(),
      fault('write', { short: 2 }),
      fault('write', { errno: 'EIO' }),
      [
        { do: 'witness-write', port: 'w', bytes: 'abcd', all: true },
        { see: 'errno', errno: 'EINVAL' },
      ],
      peerGets('p.read', 'ab'),
    ],
  },
  {
    id: 'chr/output/into-a-file',
    title: 'what a frontend writes lands in the file',
    clauses: ['FBE-01', 'CHR-61'],
    upstream: ['/char/file'],
    launch: one,
    steps: [
      addChardev('c', 'file', { out: '{dir}/log' }),
      attaches('w', 'c'),
      [
        { do: 'witness-write', port: 'w', bytes: 'hello!', all: true },
        { see: 'accepted', count: 6 },
      ],
      log('hello!'),
    ],
  },
];
