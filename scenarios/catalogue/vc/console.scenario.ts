import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, addHub, attaches, guestSends, listed, listens, offers, told, writes } from '../../steps.ts';

const witness: LaunchOptions = { ports: [{ id: 'w', kind: 'witness' }] };
const port: LaunchOptions = {
  args: ['-chardev', 'vc,id=v'],
  ports: [{ id: 'com1', kind: '16550', chardev: 'v' }],
};
const shows = (lines: readonly string[], row: number, column: number, chardev = 'v'): Step => [
  { do: 'screen', chardev },
  { see: 'screen', lines, cursor: { row, column } },
];
const keys = (bytes: string, chardev = 'v'): Step => [{ do: 'vc-keys', chardev, bytes }, { see: 'done' }];
const opened = { event: 'OPENED' } as const;

/** A text console: its screen and its keyboard. Source: VC-01, VC-02. */
export const textConsole: readonly Scenario[] = [
  {
    id: 'vc/console/screen',
    title: 'a console begins with its name and shows what is written',
    clauses: ['VC-01'],
    launch: port,
    steps: [
      shows(['v console'], 1, 0),
      guestSends('com1', 'login: '),
      shows(['v console', 'login:'], 1, 7),
      guestSends('com1', 'root\r\n\x1b[2J\x1b[3;5HX'),
      shows(['', '', '    X'], 2, 5),
      listed(['v', 'vc', true]),
    ],
  },
  {
    id: 'vc/console/no-descriptor-free',
    title: 'a console needs no descriptor; since 10.0 it takes one, and the process dies where none is free',
    clauses: ['Q-FOUND-11', 'VC-01'],
    launch: {},
    steps: [
      [{ do: 'limit-descriptors', free: 1 }, { see: 'done' }],
      addChardev('v', 'vc'),
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'v' } },
        { see: 'return', value: {} },
      ],
      addChardev(
        'w',
        'vc',
        {},
        {
          byProfile: {
            design: { see: 'return', value: {} },
            'qemu-7.2': { see: 'return', value: {} },
            else: { see: 'died', signal: 'SIGABRT', stderr: [] },
          },
        },
      ),
    ],
  },
  {
    id: 'vc/console/sizes',
    title: 'the size is given in cells or in pixels, eight by sixteen to a cell',
    clauses: ['VC-01'],
    needs: ['screen'],
    launch: witness,
    steps: [
      addChardev('v', 'vc', { cols: 5, rows: 2 }),
      attaches('w', 'v'),
      writes('w', '\x1b[H\x1b[Jabcdefg'),
      shows(['abcde', 'fg'], 1, 2),
      writes('w', '\r\nx\r\ny'),
      shows(['x', 'y'], 1, 1),
      addChardev('p', 'vc', { width: 80, height: 48 }),
      shows(['p console'], 1, 0, 'p'),
      addChardev('q', 'vc', { width: 33, height: 17 }),
      shows([], 0, 0, 'q'),
    ],
  },
  {
    id: 'vc/console/size-cut',
    title: 'a size is cut to 32 bits: the largest number is -1, and a console all the same',
    clauses: ['VC-01'],
    steps: [addChardev('v', 'vc', { rows: { $int: '9223372036854775807' } })],
  },
  {
    id: 'vc/console/open-from-the-start',
    title: 'a console is open from the start and takes everything',
    clauses: ['VC-01', 'CHR-52'],
    launch: witness,
    steps: [
      addChardev('v', 'vc'),
      attaches('w', 'v'),
      listens('w'),
      told('w', opened),
      writes('w', 'x'.repeat(10_000)),
      [
        { do: 'witness-watch', port: 'w' },
        { see: 'errno', errno: 'ENOTSUP' },
      ],
    ],
  },
  {
    id: 'vc/console/keys',
    title: 'keys wait in sixteen places and come as there is room; more are lost',
    clauses: ['VC-02', 'CHR-38'],
    launch: witness,
    steps: [
      addChardev('v', 'vc'),
      attaches('w', 'v'),
      listens('w'),
      told('w', opened),
      keys('abcdefghijklmnopqrst'),
      told('w'),
      offers('w', 4),
      told('w', { read: 'abcdefghijklmnop' }),
      keys('q'),
      told('w', { read: 'q' }),
    ],
  },
  {
    id: 'vc/console/keys-to-a-port',
    title: 'a port without FIFOs gets key after key as it reads',
    clauses: ['VC-02', 'CHR-38'],
    launch: port,
    steps: [
      keys('abcdef'),
      ...[...'abcdef'].map(
        (key): Step => [
          { do: 'register-read', port: 'com1', register: 0 },
          { see: 'register', value: key.charCodeAt(0) },
        ],
      ),
    ],
  },
  {
    id: 'vc/console/name-in-the-log',
    title: 'the name of the console is logged as of the newer release',
    clauses: ['VC-01', 'CHR-64'],
    steps: [
      addChardev('v', 'vc', { logfile: '{dir}/log' }),
      [
        { do: 'read-file', path: '{dir}/log' },
        {
          byProfile: {
            'qemu-7.2': { see: 'data', bytes: '', end: true },
            else: { see: 'data', bytes: 'v console\r\n', end: true },
          },
        },
      ],
    ],
  },
  {
    id: 'vc/console/keys-through-a-mux',
    title: 'through a mux keys come as the port reads',
    clauses: ['VC-02', 'MUX-06', 'MUX-07'],
    launch: {
      args: ['-chardev', 'vc,id=v,mux=on'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'v' }],
    },
    steps: [
      keys('abcdef', 'v-base'),
      ...[...'abcdef'].map(
        (key): Step => [
          { do: 'register-read', port: 'com1', register: 0 },
          { see: 'register', value: key.charCodeAt(0) },
        ],
      ),
    ],
  },
  {
    id: 'vc/console/keys-through-a-hub',
    title: 'through a hub the console is not told of room: a key comes only when another is pressed',
    clauses: ['Q-HUB-10', 'HUB-11', 'VC-02'],
    needs: ['hub', 'witness'],
    launch: witness,
    steps: [
      addChardev('v', 'vc'),
      addHub('h', ['v']),
      attaches('w', 'h'),
      listens('w'),
      [{ do: 'witness-records', port: 'w' }],
      keys('abc'),
      offers('w', 8),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            'qemu-10.0': { see: 'records', records: [] },
            else: { see: 'records', records: [{ read: 'abc' }] },
          },
        },
      ],
      keys('d'),
      [
        { do: 'witness-records', port: 'w' },
        {
          byProfile: {
            'qemu-10.0': { see: 'records', records: [{ read: 'abcd' }] },
            else: { see: 'records', records: [{ read: 'd' }] },
          },
        },
      ],
    ],
  },
];
