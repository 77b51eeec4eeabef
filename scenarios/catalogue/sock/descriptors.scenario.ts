import { guestOpens, posts, starts, virtio } from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addServer,
  addTcpServer,
  attaches,
  closes,
  connects,
  connectsTo,
  detaches,
  done,
  guestGets,
  listens,
  offers,
  peerSends,
  told,
  writes,
} from '../../steps.ts';

const witness = { ports: [{ id: 'w', kind: 'witness' as const }] };
const sends = (bytes: string, ...fds: readonly string[]): Step => [
  { do: 'write-fds', to: 'p', bytes, fds },
  { see: 'wrote', count: bytes.length },
];
const held = (object: string, flags: readonly 'nonblock'[] = []) =>
  ({ object, access: 'rw', flags, closeOnExec: true }) as const;
const takes = (max: number, ...objects: readonly string[]): Step => [
  { do: 'witness-take-fds', port: 'w', max },
  { see: 'descriptors', held: objects.map((object) => held(object)) },
];
const holds = (...objects: readonly string[]): Step => [
  { do: 'observe', what: 'descriptors' },
  { see: 'descriptors', held: objects.map((object) => held(object)) },
];
const memfds: readonly Step[] = ['a', 'b', 'c'].map((as): Step => [{ do: 'memfd', as }, done]);
const served: readonly Step[] = [addServer('c'), attaches('w', 'c'), offers('w', 100), listens('w'), connects('p')];

/** Descriptors that come and go with the bytes of a unix socket. */
export const descriptors: readonly Scenario[] = [
  {
    id: 'sock/descriptors/taken',
    title: 'a frontend takes the first descriptors of a message, and the rest is closed',
    clauses: ['SOCK-16'],
    launch: witness,
    steps: [
      ...served,
      ...memfds,
      sends('x', 'a', 'b', 'c'),
      told('w', { event: 'OPENED' }, { read: 'x' }),
      holds('a', 'b', 'c'),
      takes(2, 'a', 'b'),
      holds(),
      takes(16),
    ],
  },
  {
    id: 'sock/descriptors/replaced',
    title: 'a later message with descriptors closes those that nobody took, one without does not',
    clauses: ['SOCK-16'],
    launch: witness,
    steps: [
      ...served,
      ...memfds,
      sends('x', 'a'),
      sends('y'),
      holds('a'),
      sends('z', 'b', 'c'),
      holds('b', 'c'),
      takes(1, 'b'),
    ],
  },
  {
    id: 'sock/descriptors/disconnect',
    title: 'a disconnect closes those that nobody took',
    clauses: ['SOCK-12', 'SOCK-16'],
    bugs: ['BUG-108'],
    launch: witness,
    steps: [...served, ...memfds, sends('x', 'a'), holds('a'), closes('p'), holds(), takes(16)],
  },
  {
    id: 'sock/descriptors/blocking',
    title: 'received descriptors are made blocking, for everybody who shares them',
    clauses: ['SOCK-16'],
    launch: witness,
    steps: [
      ...served,
      [{ do: 'socketpair', as: 's' }, done],
      [{ do: 'set-flags', of: 's.a', flags: ['nonblock'] }, done],
      sends('x', 's.a'),
      [
        { do: 'get-flags', of: 's.a' },
        { see: 'flags', access: 'rw', flags: [] },
      ],
      takes(1, 's.a'),
    ],
  },
  {
    id: 'sock/descriptors/given',
    title: 'descriptors that a frontend gives go out with its next write',
    clauses: ['SOCK-17'],
    launch: witness,
    steps: [
      ...served,
      ...memfds,
      [{ do: 'witness-give-fds', port: 'w', fds: ['a'] }, done],
      [{ do: 'witness-give-fds', port: 'w', fds: ['b', 'c'] }, done],
      holds(), // what is to be sent is the frontend's
      writes('w', 'x'),
      [
        { do: 'read', from: 'p', fds: ['d', 'e'] },
        { see: 'data', bytes: 'x', end: false, fds: 2 },
      ],
      writes('w', 'y'),
      [
        { do: 'read', from: 'p', fds: ['f'] },
        { see: 'data', bytes: 'y', end: false, fds: 0 },
      ],
      detaches('w'),
    ],
  },
  {
    id: 'sock/descriptors/given-and-closed',
    title: 'descriptors that a frontend closed before they were sent make the next write fail, and are forgotten',
    clauses: ['SOCK-17', 'SOCK-13'],
    launch: { ports: [...witness.ports, { id: 'v', kind: 'witness' }] },
    steps: [
      ...served,
      ...memfds,
      [{ do: 'witness-give-fds', port: 'w', fds: ['a'] }, done],
      detaches('w'),
      attaches('v', 'c'),
      listens('v'),
      offers('v', 100),
      [
        { do: 'witness-write', port: 'v', bytes: 'x' },
        { see: 'errno', errno: 'EINVAL' },
      ],
      writes('v', 'y'),
      [
        { do: 'read', from: 'p', fds: ['d'] },
        { see: 'data', bytes: 'y', end: false, fds: 0 },
      ],
    ],
  },
  {
    id: 'sock/descriptors/given-keep-their-peer',
    title: 'what a frontend was given to send stays open with it, whatever becomes of the connection',
    clauses: ['SOCK-17', 'SOCK-12'],
    launch: witness,
    steps: [
      ...served,
      [{ do: 'socketpair', as: 's' }, done],
      [{ do: 'witness-give-fds', port: 'w', fds: ['s.a'] }, done],
      closes('p'),
      closes('s.a'),
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: '', end: false },
      ],
      detaches('w'),
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: '', end: true },
      ],
    ],
  },
  {
    id: 'sock/descriptors/not-over-tcp',
    title: 'nothing can be given over TCP, nor without a connection',
    clauses: ['SOCK-17'],
    launch: witness,
    steps: [
      addTcpServer('c', 'a'),
      attaches('w', 'c'),
      [{ do: 'memfd', as: 'a' }, done],
      [
        { do: 'witness-give-fds', port: 'w', fds: ['a'] },
        { see: 'errno', errno: 'ENOTSUP' },
      ],
      connectsTo('p', 'a'),
      [
        { do: 'witness-give-fds', port: 'w', fds: ['a'] },
        { see: 'errno', errno: 'ENOTSUP' },
      ],
      peerSends('p', 'x'),
    ],
  },
  {
    id: 'sock/descriptors/without-chardev',
    title: 'a frontend without chardev has nobody to ask',
    clauses: ['CHR-39'],
    launch: witness,
    steps: [
      [
        { do: 'witness-take-fds', port: 'w', max: 1 },
        { see: 'errno', errno: 'ENOTSUP' },
      ],
      [
        { do: 'witness-wait-connected', port: 'w' },
        { see: 'error', class: 'witness', desc: 'missing associated backend' },
      ],
    ],
  },
  {
    id: 'sock/descriptors/joined',
    title: 'one read takes what was sent before descriptors along with them, and nothing that was sent after them',
    clauses: ['SOCK-16', 'CHR-81'],
    launch: virtio([{ id: 'v', kind: 'virtserialport', chardev: 's' }], 'socket,id=s,path={dir}/s,server=on,wait=off'),
    steps: [
      starts,
      guestOpens('v'),
      ...memfds,
      connects('p'),
      sends('one'),
      sends('two', 'a'),
      sends('three', 'b'),
      sends('four'),
      posts('v', 1, 20),
      holds('a'),
      posts('v', 1, 20),
      holds('b'),
      posts('v', 1, 20),
      guestGets('v', 'onetwothreefour'),
      holds('b'),
    ],
  },
  {
    id: 'sock/descriptors/own-end-under-way',
    title: 'a client whose own end is under way leaves no sooner than that is read (and finds no number)',
    clauses: ['SOCK-15', 'SOCK-16'],
    launch: virtio([{ id: 'v', kind: 'virtserialport', chardev: 's' }], 'socket,id=s,path={dir}/s,server=on,wait=off'),
    steps: [
      starts,
      guestOpens('v'),
      connects('p'),
      [{ do: 'limit-descriptors', free: 0 }, done],
      sends('with', 'p'),
      sends('behind'),
      closes('p'),
      posts('v', 2, 20),
      guestGets('v', 'withbehind'),
    ],
  },
  {
    id: 'sock/descriptors/blocking-again',
    title: 'every look for input makes what nobody took blocking again, and on 11 only what came with it',
    clauses: ['SOCK-16'],
    launch: 'manual',
    steps: [
      [
        {
          do: 'launch',
          args: ['-chardev', 'socket,id=s,path={dir}/s,server=on,wait=off'],
          ports: [{ id: 'com1', kind: '16550', chardev: 's' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      [{ do: 'socketpair', as: 'q' }, done],
      connects('p'),
      sends('x', 'q.a', 'q.b', 'p'),
      ...['q.a', 'q.b', 'p'].map((of): Step => [{ do: 'set-flags', of, flags: ['nonblock'] }, done]),
      sends('y'),
      ...['q.a', 'q.b', 'p'].map(
        (of): Step => [
          { do: 'get-flags', of },
          {
            byProfile: {
              'qemu-11.1': { see: 'flags', access: 'rw', flags: ['nonblock'] },
              else: { see: 'flags', access: 'rw', flags: [] },
            },
          },
        ],
      ),
      guestGets('com1', 'xy'),
    ],
  },
  {
    id: 'sock/descriptors/lost-to-a-file',
    title: 'a chardev that reads a socket as a file loses the descriptors that came with its input',
    clauses: ['SOCK-16', 'PIPE-04'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 's' }, done],
      [
        {
          do: 'launch',
          args: ['-add-fd', 'fd={fd:s.a},set=1', '-chardev', 'pipe,path=/dev/fdset/1,id=c'],
          ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
        },
        { see: 'launched' },
      ],
      guestGets('com1', ''),
      [{ do: 'memfd', as: 'a' }, done],
      [
        { do: 'write-fds', to: 's.b', bytes: 't', fds: ['a'] },
        { see: 'wrote', count: 1 },
      ],
      guestGets('com1', 't'),
      [
        { do: 'observe', what: 'descriptors' },
        { see: 'descriptors', held: [held('s.a', ['nonblock']), held('s.a', ['nonblock'])] },
      ],
    ],
  },
];
