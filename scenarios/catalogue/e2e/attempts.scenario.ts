import type { Value } from '../../../model/language/value.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { addChardev, command, done, refusal, removeChardev, ringHolds } from '../../steps.ts';

const path = '/dev/fdset/1';
const cannotOpen = (reason: string): Expectation =>
  refusal(`Failed to add chardev 'c': Could not open '${path}': ${reason}`);
const notPermitted = cannotOpen('Permission denied');

/** What is passed in set 1, and which backends take it (`true`) or refuse it. */
type Attempt = {
  readonly name: string;
  readonly title: string;
  readonly make: Step;
  readonly pass: string;
  readonly tries: readonly (readonly [
    type: string,
    data: Readonly<Record<string, Value>>,
    answer: Expectation | true,
  ])[];
};

const asFile = { out: path } as const;
const appended = { ...asFile, append: true } as const;
const asLog = { logfile: path, logappend: true } as const;
const logNotFound: Expectation = {
  byProfile: {
    'qemu-7.2': refusal(`Failed to add chardev 'c': Could not dup FD for ${path} flags 441: Permission denied`),
    else: refusal(`Failed to add chardev 'c': Failed to find file descriptor with matching flags=0x441`),
  },
};
const logTruncates: Expectation = {
  byProfile: {
    'qemu-7.2': refusal(`Failed to add chardev 'c': Could not dup FD for ${path} flags 241: Invalid argument`),
    else: {
      see: 'error',
      class: 'GenericError',
      desc: { startsWith: "Failed to add chardev 'c': Failed to dup() given file descriptor fd=" },
    },
  },
};

const attempts: readonly Attempt[] = [
  {
    name: 'pipe',
    title: 'the write end of a pipe: a file chardev that appends, or a log file that does',
    make: [{ do: 'pipe', as: 'p' }, done],
    pass: 'p.write',
    tries: [
      ['file', asFile, cannotOpen('Invalid argument')],
      ['file', appended, true],
      ['pipe', { device: path }, notPermitted],
      ['null', { logfile: path }, logTruncates],
      ['null', asLog, true],
    ],
  },
  {
    name: 'read-end',
    title: 'the read end of a pipe: nothing that is written',
    make: [{ do: 'pipe', as: 'p' }, done],
    pass: 'p.read',
    tries: [
      ['file', asFile, notPermitted],
      ['file', appended, notPermitted],
      ['pipe', { device: path }, notPermitted],
      ['null', asLog, logNotFound],
    ],
  },
  {
    name: 'socketpair',
    title: 'one end of a socketpair: a pipe chardev or a serial one, no file and no log',
    make: [{ do: 'socketpair', as: 's' }, done],
    pass: 's.a',
    tries: [
      ['file', asFile, notPermitted],
      ['file', appended, notPermitted],
      ['pipe', { device: path }, true],
      ['serial', { device: path }, true],
      ['null', asLog, logNotFound],
    ],
  },
  {
    name: 'file',
    title: 'a regular file that is only written: emptied without append, kept with it',
    make: [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w', flags: ['create'] }, done],
    pass: 'f',
    tries: [
      ['file', appended, true],
      ['null', asLog, true],
      ['file', asFile, true],
      ['pipe', { device: path }, notPermitted],
    ],
  },
];

/** The table of what a management program may try to give its log daemon's descriptor to. Source: E2E-03, VLOG-02. */
export const table: readonly Scenario[] = [
  ...attempts.map(
    ({ name, title, make, pass, tries }): Scenario => ({
      id: `e2e/attempts/${name}`,
      title,
      clauses: ['E2E-03', 'OPEN-10'],
      steps: [
        make,
        [
          { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: [pass] },
          { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
        ],
        ...tries.flatMap(([type, data, answer]) =>
          answer === true ? [addChardev('c', type, data), removeChardev('c')] : [addChardev('c', type, data, answer)],
        ),
      ],
    }),
  ),
  {
    id: 'e2e/attempts/file-is-emptied',
    title: 'eleven bytes in a passed file are kept by append and lost without',
    clauses: ['E2E-03'],
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: 'hello world' }, done],
      [{ do: 'open', as: 'f', path: '{dir}/f', access: 'w' }, done],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['f'] },
        { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
      ],
      addChardev('c', 'file', appended),
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: 'hello world', end: true },
      ],
      removeChardev('c'),
      addChardev('r', 'ringbuf', asLog),
      command('ringbuf-write', { device: 'r', data: 'x' }),
      ringHolds('r', 'x'),
      addChardev('c', 'file', asFile),
      [
        { do: 'read-file', path: '{dir}/f' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
];
