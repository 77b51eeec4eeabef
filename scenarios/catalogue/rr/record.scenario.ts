import type { LaunchOptions } from '../../../model/language/action.ts';
import { byteTaken, counting, ends, logged } from '../../char-log.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { closes, done, guestGets, guestSends, peerGets, peerSends, refusal, register, sendBreak } from '../../steps.ts';

const com1 = { id: 'com1', kind: '16550', board: true, chardev: 'c' } as const;
const on = (chardev: string, ...args: readonly string[]): LaunchOptions => ({
  args: [...counting('record'), '-chardev', `${chardev},id=c`, '-serial', 'chardev:c', ...args],
  ports: [com1],
});
const server = 'socket,path={dir}/s,server=on,wait=off';
const connects: Step = [{ do: 'connect-socket', as: 'peer', path: '{dir}/s' }, done];
/** Longer than any checkpoint is away. */
const aWhile: Step = [{ do: 'advance', ms: 250 }];
const failed = { write: -1, offset: 0 };

/** A pipe of one page behind the port, with one byte of room. */
const nearlyFull = (options = ''): readonly Step[] => [
  [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
  peerSends('p.write', 'x'.repeat(4095)),
  [
    {
      do: 'launch',
      args: [
        ...counting('record'),
        ...['-add-fd', 'fd={fd:p.write},set=1'],
        ...['-chardev', 'file,id=c,path=/dev/fdset/1,append=on'.concat(options), '-serial', 'chardev:c'],
      ],
      ports: [com1],
    },
    { see: 'launched' },
  ],
];

/** What goes into the log, and what recording does to the traffic. Source: RR-03, RR-06..RR-09, RR-13, RR-14. */
export const recorded: readonly Scenario[] = [
  {
    id: 'rr/record/writes',
    title: 'each byte that the guest writes is an event: its result, and how much was taken',
    clauses: ['RR-03', 'RR-02', 'RR-08'],
    launch: on('file,path={dir}/out'),
    steps: [
      guestSends('com1', 'hey'),
      ...ends,
      logged(byteTaken, byteTaken, byteTaken),
      [
        { do: 'read-file', path: '{dir}/out' },
        { see: 'data', bytes: 'hey', end: true },
      ],
    ],
  },
  {
    id: 'rr/record/failures',
    title: 'writes that fail are events as well, whatever went wrong',
    clauses: ['RR-03'],
    launch: on(server),
    steps: [
      guestSends('com1', 'a'),
      connects,
      guestSends('com1', 'b'),
      peerGets('peer', 'b'),
      ...ends,
      logged(failed, byteTaken),
    ],
  },
  {
    id: 'rr/record/full-disk',
    title: 'so are those to a full disk',
    clauses: ['RR-03'],
    launch: on('file,path=/dev/full'),
    steps: [guestSends('com1', 'ab'), ...ends, logged(failed, failed)],
  },
  {
    id: 'rr/record/device-word',
    title: 'a port that -device makes is not recorded',
    clauses: ['RR-08'],
    launch: {
      args: [...counting('record'), '-chardev', server.concat(',id=c')],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      connects,
      guestSends('com1', 'out'),
      peerGets('peer', 'out'),
      peerSends('peer', 'in'),
      guestGets('com1', 'in'),
      ...ends,
      logged(),
    ],
  },
  {
    id: 'rr/record/input',
    title: 'input waits for a checkpoint, and is an event with the index of its chardev',
    clauses: ['RR-06', 'RR-09', 'RR-02'],
    launch: {
      args: [...counting('record'), ...['-serial', 'null', '-chardev', `${server},id=c`, '-serial', 'chardev:c']],
      ports: [
        { id: 'com1', kind: '16550', board: true, chardev: 'serial0' },
        { id: 'com2', kind: '16550', board: true, chardev: 'c' },
      ],
    },
    tags: ['slow'],
    steps: [
      guestGets('com2', ''),
      connects,
      peerSends('peer', 'hello'),
      aWhile,
      guestGets('com2', 'hello'),
      guestSends('com1', 'x'),
      peerSends('peer', 'bye'),
      aWhile,
      guestGets('com2', 'bye'),
      ...ends,
      logged({ input: 'hello', driver: 1 }, byteTaken, { input: 'bye', driver: 1 }),
    ],
  },
  {
    id: 'rr/record/overrun',
    title:
      'a burst overruns the receiver: whether there is room is asked when input is queued, not when it is delivered',
    clauses: ['RR-07', 'RR-06'],
    launch: on(server),
    tags: ['slow'],
    steps: [
      guestGets('com1', ''),
      connects,
      [{ do: 'qmp', execute: 'stop' }],
      peerSends('peer', '0123456789abcdefghijklmnopqrst'),
      aWhile,
      register('com1', 5, 0x60),
      [{ do: 'qmp', execute: 'cont' }],
      aWhile,
      register('com1', 5, 0x63),
      guestGets('com1', '0123456789abcdef'),
      ...ends,
      logged(
        { input: '0123456789abcd', driver: 0 },
        { input: 'efghijklmnopqr', driver: 0 },
        { input: 'st', driver: 0 },
      ),
    ],
  },
  {
    id: 'rr/record/held-back',
    title: 'a byte that finds no room is an event for each try; 10.0 waits in the write until there is room',
    clauses: ['RR-13', 'RR-03', 'CHR-67'],
    profiles: ['design', 'qemu-7.2'],
    launch: 'manual',
    steps: [
      ...nearlyFull(),
      guestSends('com1', 'abc'),
      [{ do: 'qmp', execute: 'query-fdsets' }],
      [{ do: 'read', from: 'p.read' }, { see: 'data' }],
      [{ do: 'advance', ms: 1 }],
      peerGets('p.read', 'bc'),
      ...ends,
      logged(byteTaken, failed, byteTaken, byteTaken),
    ],
  },
  {
    id: 'rr/record/frozen',
    title: 'a recorded write takes all or waits: with nobody reading, guest and monitor stand still',
    clauses: ['RR-13', 'RR-03', 'CHR-67'],
    profiles: ['qemu-10.0', 'qemu-11.1'],
    launch: 'manual',
    steps: [
      ...nearlyFull(),
      guestSends('com1', 'a'),
      [{ do: 'guest-write', port: 'com1', bytes: 'b', patienceMs: 300 }, { see: 'silent' }],
      [{ do: 'qmp', execute: 'query-status', patienceMs: 300 }, { see: 'silent' }],
      [{ do: 'read', from: 'p.read' }, { see: 'data' }],
      [{ do: 'advance', ms: 5 }],
      [{ do: 'receive' }, { see: 'messages' }],
      peerGets('p.read', 'b'),
      ...ends,
      logged(byteTaken, byteTaken),
    ],
  },
  {
    id: 'rr/record/frozen-before-its-log',
    title: 'what waits so has not come into the log file yet: it is logged when it is taken',
    clauses: ['RR-13', 'CHR-64', 'DEF-05'],
    profiles: ['qemu-10.0', 'qemu-11.1'],
    launch: 'manual',
    steps: [
      ...nearlyFull(',logfile={dir}/log'),
      guestSends('com1', 'a'),
      [{ do: 'guest-write', port: 'com1', bytes: 'b', patienceMs: 300 }, { see: 'silent' }],
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'a', end: true },
      ],
      [{ do: 'read', from: 'p.read' }, { see: 'data' }],
      [{ do: 'advance', ms: 5 }],
      peerGets('p.read', 'b'),
      [
        { do: 'read-file', path: '{dir}/log' },
        { see: 'data', bytes: 'ab', end: true },
      ],
    ],
  },
  {
    id: 'rr/record/swap-not-logged',
    title: 'the change of a chardev under a port that -device made is in no log: a replay knows nothing of its instant',
    clauses: ['RR-08', 'RR-14'],
    launch: {
      args: [...counting('record'), '-chardev', 'file,id=c,path={dir}/one', '-serial', 'none'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
    },
    steps: [
      guestSends('com1', 'a'),
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '{dir}/two' } } },
        },
        { see: 'return', value: {} },
      ],
      guestSends('com1', 'b'),
      ...ends,
      [
        { do: 'read-file', path: '{dir}/one' },
        { see: 'data', bytes: 'a', end: true },
      ],
      [
        { do: 'read-file', path: '{dir}/two' },
        { see: 'data', bytes: 'b', end: true },
      ],
      logged(),
    ],
  },
  {
    id: 'rr/record/no-events',
    title: 'a break, a client that comes or goes and what a monitor does are in no log',
    clauses: ['RR-14'],
    launch: on(server),
    steps: [
      guestGets('com1', ''),
      connects,
      sendBreak('c'),
      register('com1', 5, 0x71),
      closes('peer'),
      [{ do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } }],
      [{ do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } }, refusal("Chardev 'c' is busy")],
      ...ends,
      logged(),
    ],
  },
];
