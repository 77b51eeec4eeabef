import type { ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { addChardev, command, done, guestSends, listed, refusal, removeChardev } from '../../steps.ts';

const aborts: ExpectedOutcome = { see: 'died', signal: 'SIGABRT' };
const inDesign = (design: ExpectedOutcome, otherwise: ExpectedOutcome): Step[1] & object => ({
  byProfile: { design, else: otherwise },
});
const negative = refusal("Failed to add chardev 'c': a text console cannot be of negative size");
const consoleOf = (name: string, size: Readonly<Record<string, number>>): Scenario => ({
  id: `quirk/found/console-of-negative-${name}`,
  title: `a text console of negative ${name} kills the process; a repaired system refuses it`,
  clauses: ['Q-FOUND-2', 'VC-01'],
  launch: {},
  steps: [addChardev('c', 'vc', size, inDesign(negative, aborts))],
});

const says = (line: string): Step => command('human-monitor-command', { 'command-line': line }, said());
const said = (...lines: readonly string[]): ExpectedOutcome => ({
  see: 'return',
  value: lines.map((line) => `${line}\r\n`).join(''),
});

/** Defects of both releases that this project came upon by itself. */
export const found: readonly Scenario[] = [
  {
    id: 'quirk/found/nothing-to-reopen',
    title: 'a blockdev-reopen of no node kills the process; a repaired system has nothing to do',
    clauses: ['Q-FOUND-1', 'OPEN-19'],
    needs: ['block'],
    launch: {},
    steps: [command('blockdev-reopen', { options: [] }, inDesign({ see: 'return', value: {} }, aborts))],
  },
  consoleOf('columns', { cols: -1, rows: 5 }),
  consoleOf('rows', { cols: 5, rows: -5 }),
  consoleOf('width', { width: -100, height: 50 }),
  {
    id: 'quirk/found/console-of-usual-size',
    title: 'where one measure is the usual one, the other does not count, negative or not',
    clauses: ['Q-FOUND-2', 'VC-01'],
    launch: {},
    steps: [
      addChardev('a', 'vc', { cols: -1 }),
      addChardev('b', 'vc', { rows: -1, cols: 0 }),
      listed(['a', 'vc', false], ['b', 'vc', false]),
    ],
  },
  {
    id: 'quirk/found/deaf-test-device',
    title: 'a test device whose buffer is full without a command hangs the process; a repaired one empties it',
    clauses: ['Q-FOUND-3', 'TD-01'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'testdev,id=t'], ports: [{ id: 'com1', kind: '16550', chardev: 't' }] },
    steps: [
      guestSends('com1', ' '.repeat(32)),
      listed(['t', 'testdev', true]),
      [
        { do: 'guest-write', port: 'com1', bytes: '7', patienceMs: 300 },
        inDesign({ see: 'accepted', count: 1 }, { see: 'silent' }),
      ],
      [
        { do: 'qmp', execute: 'query-chardev', patienceMs: 300 },
        inDesign(
          { see: 'return', value: [{ label: 't', filename: 'testdev', 'frontend-open': true }] },
          { see: 'silent' },
        ),
      ],
    ],
  },
  {
    id: 'quirk/found/emptied-test-device',
    title: 'what comes behind a buffer that was emptied is a command again',
    clauses: ['Q-FOUND-3', 'TD-01'],
    profiles: ['design'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'testdev,id=t'], ports: [{ id: 'com1', kind: '16550', chardev: 't' }] },
    steps: [
      guestSends('com1', ' '.repeat(40)),
      [{ do: 'guest-write', port: 'com1', bytes: '1q' }],
      [{ do: 'wait-exit' }, { see: 'exit', status: 3, stderr: [] }],
    ],
  },
  {
    id: 'quirk/found/input-without-output',
    title: 'a stdio chardev while descriptor 0 is open and 1 is not kills the process; a repaired system refuses it',
    clauses: ['Q-FOUND-4', 'STDIO-02'],
    launch: {},
    steps: [
      addChardev('s', 'stdio'),
      removeChardev('s'),
      addChardev('f', 'file', { out: '{dir}/f' }),
      addChardev(
        's',
        'stdio',
        {},
        {
          byProfile: {
            design: refusal("Failed to add chardev 's': Failed to set FD nonblocking: Bad file descriptor"),
            'qemu-11.1': refusal(
              "Failed to add chardev 's': Can't set file descriptor 1 non-blocking: Bad file descriptor: Bad file descriptor",
            ),
            else: aborts,
          },
        },
      ),
    ],
  },
  {
    id: 'quirk/found/forgets-how-it-was-opened',
    title: 'a node that was reopened to what it is keeps a read-write descriptor when it becomes read-only',
    clauses: ['Q-FOUND-5', 'OPEN-19'],
    needs: ['block'],
    launch: {},
    steps: [
      [{ do: 'write-file', path: '{dir}/f', bytes: '' }, done],
      command('blockdev-add', { driver: 'file', filename: '{dir}/f', 'node-name': 'n' }),
      ...[false, true].map((readOnly) =>
        command('blockdev-reopen', {
          options: [{ driver: 'file', filename: '{dir}/f', 'node-name': 'n', 'read-only': readOnly }],
        }),
      ),
      [
        { do: 'observe', what: 'descriptors' },
        inDesign(
          { see: 'descriptors', held: [{ object: '{dir}/f', access: 'r', flags: [], closeOnExec: true }] },
          { see: 'descriptors', held: [{ object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true }] },
        ),
      ],
    ],
  },
  ...['testdev', 'msmouse', 'wctablet'].map(
    (type): Scenario => ({
      id: `quirk/found/changed-to-${type}`,
      title: `chardev-change of a human monitor to ${type} makes a null chardev; a repaired system makes what it is told`,
      clauses: ['Q-FOUND-6', 'HMP-04'],
      launch: {},
      steps: [
        addChardev('r', 'ringbuf'),
        says(`chardev-change r ${type}`),
        command(
          'query-chardev',
          {},
          inDesign(
            { see: 'return', value: [{ label: 'r', filename: type, 'frontend-open': false }] },
            { see: 'return', value: [{ label: 'r', filename: 'null', 'frontend-open': false }] },
          ),
        ),
        says(`chardev-add ${type},id=s`),
        removeChardev('r'),
        listed(['s', type, false]),
      ],
    }),
  ),
  {
    id: 'quirk/found/changed-to-pty',
    title: 'the same for a pty in 7.2; later ones make it and say where it is',
    clauses: ['Q-FOUND-6', 'HMP-04', 'PTY-01'],
    launch: {},
    steps: [
      addChardev('r', 'ringbuf'),
      command(
        'human-monitor-command',
        { 'command-line': 'chardev-change r pty' },
        { byProfile: { 'qemu-7.2': said(), else: said('char device redirected to {pty:r} (label r)') } },
      ),
      command(
        'query-chardev',
        {},
        {
          byProfile: {
            'qemu-7.2': { see: 'return', value: [{ label: 'r', filename: 'null', 'frontend-open': false }] },
            else: { see: 'return', value: [{ label: 'r', filename: 'pty:{pty:r}', 'frontend-open': false }] },
          },
        },
      ),
    ],
  },
  {
    id: 'quirk/found/starred-under-a-number',
    title: 'an id that ends in [*] is found, and its place taken, under the first free number',
    clauses: ['Q-CORE-3', 'CHR-07'],
    profiles: ['qemu-7.2', 'qemu-10.0', 'qemu-11.1'],
    launch: {},
    steps: [
      addChardev('foo[0]', 'null'),
      addChardev('foo[*]', 'null'),
      listed(['foo[*]', 'null', false], ['foo[0]', 'null', false]),
      removeChardev('foo[*]', refusal("Chardev 'foo[*]' not found")),
      addChardev('foo[1]', 'null', {}, refusal("Chardev with id 'foo[1]' already exists")),
      removeChardev('foo[1]'),
      listed(['foo[0]', 'null', false]),
    ],
  },
];
