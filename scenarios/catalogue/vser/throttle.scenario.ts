import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  deleted,
  deviceHolds,
  events,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  kicks,
  onPipe,
  portIs,
  posts,
  removeDevice,
  removed,
  starts,
  stateOf,
} from '../../driver-steps.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { addChardev, closes, command, done, empty, guestGets, guestSends, peerGets, peerSends } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'c' };
const a = 'a'.repeat(4096);
const b = 'b'.repeat(4096);
const c = 'c'.repeat(4096);
const throttled = stateOf(1, 'host', 'throttled');
/** The port on a mux whose client reads no more, and what it said to it. */
const atDeafClient: readonly Step[] = [
  [
    {
      do: 'launch',
      machine: 'virtio',
      args: ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off', '-chardev', 'mux,id=c,chardev=s'],
      ports: [port],
    },
    { see: 'launched' },
  ],
  starts,
  [{ do: 'connect-socket', as: 'k', path: '{dir}/s' }, done],
  [{ do: 'shutdown', socket: 'k', how: 'r' }, done],
  guestSends('v', 'hello'),
];
/** The port on one end of a socketpair. */
const onPair: readonly Step[] = [
  [{ do: 'socketpair', as: 's' }, done],
  [
    {
      do: 'launch',
      machine: 'virtio',
      args: ['-add-fd', 'fd={fd:s.a},set=1', '-chardev', 'pipe,id=c,path=/dev/fdset/1'],
      ports: [port],
    },
    { see: 'launched' },
  ],
];
/** Buffers at the device: one more where the partly written one is lost. Source: VSER-24. */
const holdsLost = (into: number, out: number): Step => [
  { do: 'guest-queues', port: 'v' },
  { byProfile: { design: { see: 'queues', in: into, out }, else: { see: 'queues', in: into, out: out + 1 } } },
];
const changeTo = (type: string, data: Record<string, string | boolean>): Step =>
  command('chardev-change', { id: 'c', backend: { type, data } });
const fileHolds = (path: string, bytes: string): Step => [
  { do: 'read-file', path },
  { see: 'data', bytes, end: true },
];
const quirky = (design: Expectation, quirk: Expectation): Expectation =>
  'see' in design && 'see' in quirk ? { byProfile: { design, else: quirk } } : design;

/** A port whose far end is a pipe of one page: back-pressure with exact numbers. */
export const throttle: readonly Scenario[] = [
  {
    id: 'vser/throttle/full-pipe',
    title: 'a full far end throttles the port; each page that is read lets the next one through, in order',
    clauses: ['VSER-30', 'VSER-33'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', a + b + c),
      portIs('v', throttled),
      deviceHolds('v', 0, 2),
      kicks('v', 'out'),
      deviceHolds('v', 0, 2),
      peerGets('p.read', a),
      deviceHolds('v', 0, 1),
      peerGets('p.read', b),
      peerGets('p.read', c),
      deviceHolds('v', 0, 0),
      portIs('v', stateOf(1, 'host')),
      peerGets('p.read', ''),
    ],
  },
  {
    id: 'vser/throttle/inside-a-buffer',
    title: 'it resumes exactly where it stopped inside a buffer',
    clauses: ['VSER-30'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      [
        { do: 'guest-write', port: 'v', bytes: `${a}tail`, size: 5000 },
        { see: 'accepted', count: 4100 },
      ],
      guestSends('v', 'next'),
      portIs('v', throttled),
      deviceHolds('v', 0, 2),
      peerGets('p.read', a),
      peerGets('p.read', 'tailnext'),
      deviceHolds('v', 0, 0),
    ],
  },
  {
    id: 'vser/throttle/queue-is-full',
    title: 'the guest queues 128 buffers behind a full far end and no more; nothing is lost or doubled',
    clauses: ['VSER-30', 'VSER-01'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', a),
      [
        { do: 'guest-write', port: 'v', bytes: 'x'.repeat(130), size: 1 },
        { see: 'accepted', count: 128 },
      ],
      deviceHolds('v', 0, 128),
      peerGets('p.read', a),
      peerGets('p.read', 'x'.repeat(128)),
      deviceHolds('v', 0, 0),
    ],
  },
  {
    id: 'vser/throttle/console-drops',
    title: 'a console never throttles: what the far end does not take is lost, and the buffers come back at once',
    clauses: ['VSER-31'],
    launch: 'manual',
    steps: [
      ...onPipe([{ ...port, kind: 'virtconsole' }]),
      starts,
      guestSends('v', a + b),
      deviceHolds('v', 0, 0),
      portIs('v', stateOf(0, 'host')),
      peerGets('p.read', a),
      guestSends('v', 'later'),
      peerGets('p.read', 'later'),
    ],
  },
  {
    id: 'vser/throttle/input-flows',
    title: 'only output is throttled: input arrives meanwhile',
    clauses: ['VSER-30', 'VSER-44'],
    launch: 'manual',
    steps: [
      ...onPipe([]),
      ...inputPipe(),
      starts,
      guestOpens('v'),
      posts('v', 2, 100),
      guestSends('v', a + b),
      portIs('v', stateOf(1, 'host', 'guest', 'throttled')),
      peerSends('q.write', 'meanwhile'),
      guestGets('v', 'meanwhile'),
      peerGets('p.read', a),
      peerGets('p.read', b),
    ],
  },
  {
    id: 'vser/throttle/host-closes',
    title: 'a far end that closes drops what waits: throttle off, buffers back, but the one under way is lost',
    clauses: ['VSER-24', 'Q-LOSTDESC', 'VSER-22'],
    launch: 'manual',
    steps: [
      ...onPipe([]),
      ...inputPipe(),
      starts,
      guestOpens('v'),
      posts('v', 1, 100),
      guestSends('v', a + b + c),
      deviceHolds('v', 1, 2),
      closes('q.write'),
      portIs('v', stateOf(1, 'guest')),
      guestHears(hostClosed(1)),
      holdsLost(1, 0),
      peerGets('p.read', a),
      guestSends('v', 'thrown away'),
      peerGets('p.read', ''),
      [{ do: 'driver-reset', controller: 'vs0' }, done],
      starts,
      deviceHolds('v', 0, 0),
    ],
  },
  {
    id: 'vser/throttle/unplugged',
    title: 'unplugging a throttled port gives its buffers back, but the one under way is lost',
    clauses: ['VSER-24', 'Q-LOSTDESC', 'VSER-50'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', a + b + c),
      removeDevice('v'),
      events(deleted('v')),
      guestHears(removed(1)),
      holdsLost(0, 0),
      peerGets('p.read', a),
      peerGets('p.read', ''),
    ],
  },
  {
    id: 'vser/throttle/driver-resets',
    title: 'a reset while throttled forgets the buffers; the port goes on when the far end is drained',
    clauses: ['VSER-24', 'VSER-41', 'VSER-30'],
    bugs: ['BUG-157'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', a + b),
      [{ do: 'driver-reset', controller: 'vs0' }, done],
      portIs('v', throttled),
      starts,
      deviceHolds('v', 0, 0),
      guestSends('v', 'new'),
      deviceHolds('v', 0, 1),
      peerGets('p.read', a),
      peerGets('p.read', 'new'),
      portIs('v', stateOf(1, 'host')),
    ],
  },
  {
    id: 'vser/throttle/reader-dies',
    title:
      'when the reader of a full pipe dies the port waits for ever; a swap saves what waits. A repaired one closes',
    clauses: ['VSER-34', 'Q-EPIPE', 'VSER-55'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', a + b),
      closes('p.read'),
      portIs('v', quirky(stateOf(1), throttled)),
      [
        { do: 'guest-messages', controller: 'vs0' },
        quirky({ see: 'guest-messages', control: [hostClosed(1)] }, { see: 'guest-messages', control: [] }),
      ],
      [{ do: 'guest-queues', port: 'v' }, quirky({ see: 'queues', in: 0, out: 0 }, { see: 'queues', in: 0, out: 1 })],
      changeTo('file', { out: '{dir}/out' }),
      portIs('v', stateOf(1, 'host')),
      [
        { do: 'read-file', path: '{dir}/out' },
        quirky({ see: 'data', bytes: '', end: true }, { see: 'data', bytes: b, end: true }),
      ],
    ],
  },
  {
    id: 'vser/throttle/reader-dead-already',
    title: 'so does a write to a pipe that nobody reads any more, full or not',
    clauses: ['VSER-34', 'Q-EPIPE'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      closes('p.read'),
      portIs('v', stateOf(1, 'host')),
      guestSends('v', 'hello'),
      portIs('v', quirky(stateOf(1), throttled)),
      [{ do: 'qmp', execute: 'query-chardev' }, { see: 'return' }],
    ],
  },
  {
    id: 'vser/throttle/far-end-of-a-pair-gone',
    title: 'a port on an end of a socketpair whose other end is gone stays throttled, or with a repaired one closes',
    clauses: ['VSER-34', 'Q-EPIPE'],
    launch: 'manual',
    steps: [...onPair, closes('s.b'), starts, guestSends('v', 'x'), portIs('v', quirky(stateOf(1), throttled))],
  },
  {
    id: 'vser/throttle/far-end-shut-for-reading',
    title: 'so does a write to a socket whose far end reads no more, while its watch says that there is room',
    clauses: ['VSER-34', 'Q-EPIPE'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...onPair,
      [{ do: 'shutdown', socket: 's.b', how: 'r' }, done],
      starts,
      guestSends('v', 'hello'),
      portIs('v', quirky(stateOf(1), throttled)),
      [{ do: 'qmp', execute: 'query-chardev' }, { see: 'return' }],
    ],
  },
  {
    id: 'vser/throttle/client-reads-no-more',
    title: 'a client that is there but reads no more is the same, with a mux between or without',
    clauses: ['VSER-34', 'Q-EPIPE', 'SOCK-13'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...atDeafClient,
      portIs('v', quirky(stateOf(1), throttled)),
      [{ do: 'qmp', execute: 'query-chardev' }, { see: 'return' }],
    ],
  },
  {
    id: 'vser/throttle/client-that-nobody-reads-either',
    title: 'tried in vain until the mux holds all that it can: then a failed write ends the connection',
    clauses: ['Q-EPIPE', 'SOCK-13', 'MUX-05'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      ...atDeafClient,
      peerSends('k', 'i'.repeat(31)),
      [{ do: 'qmp', execute: 'query-chardev' }, { see: 'return' }],
      peerSends('k', 'i'),
      [{ do: 'qmp', execute: 'query-chardev' }, { see: 'return' }],
      [
        { do: 'write', to: 'k', bytes: 'i' },
        { byProfile: { design: { see: 'wrote', count: 1 }, else: { see: 'errno', errno: 'EPIPE' } } },
      ],
    ],
  },
  {
    id: 'vser/throttle/swap-to-file',
    title: 'a throttled port that is swapped to a file goes on there: old and new output together are the stream',
    clauses: ['VSER-55', 'VSER-54', 'SWAP-S01'],
    bugs: ['HS17-13'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      [
        { do: 'guest-write', port: 'v', bytes: `${a}middle${b}`, size: 5000 },
        { see: 'accepted', count: 8198 },
      ],
      changeTo('file', { out: '{dir}/out' }),
      portIs('v', stateOf(1, 'host')),
      deviceHolds('v', 0, 0),
      fileHolds('{dir}/out', `middle${b}`),
      peerGets('p.read', a),
      guestHears(),
    ],
  },
  {
    id: 'vser/throttle/swap-to-ring',
    title: 'swapped to a ring buffer it stays throttled for ever, until a closed far end drops what waits',
    clauses: ['VSER-56', 'Q-WEDGE-SWAP', 'VSER-54', 'Q-LOSTDESC'],
    bugs: ['LIVE-05'],
    launch: 'manual',
    steps: [
      ...onPipe([port]),
      starts,
      guestSends('v', `${a}rest`),
      changeTo('ringbuf', {}),
      portIs('v', quirky(stateOf(1, 'host'), throttled)),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 65536 } },
        quirky({ see: 'return', value: 'rest' }, { see: 'return', value: '' }),
      ],
      guestSends('v', 'more'),
      kicks('v', 'out'),
      portIs('v', quirky(stateOf(1, 'host'), throttled)),
      changeTo('file', { out: '{dir}/out' }),
      portIs('v', quirky(stateOf(1, 'host'), throttled)),
      fileHolds('{dir}/out', ''),
      changeTo('null', {}),
      portIs('v', stateOf(1)),
      holdsLost(0, 0),
      changeTo('ringbuf', {}),
      guestSends('v', 'alive'),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 65536 } },
        { see: 'return', value: 'alive' },
      ],
      guestHears(hostClosed(1), hostOpened(1)),
    ],
  },
];

/** A pipe `q` whose read end is the input of `c`, which is made anew, and port `v` on it. */
function inputPipe(): readonly Step[] {
  return [
    [{ do: 'pipe', as: 'q' }, done],
    command('chardev-remove', { id: 'c' }),
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['q.read'] }, { see: 'return' }],
    closes('q.read'),
    addChardev('c', 'file', { in: '/dev/fdset/2', out: '/dev/fdset/1', append: true }),
    addDevice({ driver: 'virtserialport', id: 'v', chardev: 'c' }, empty),
  ];
}
