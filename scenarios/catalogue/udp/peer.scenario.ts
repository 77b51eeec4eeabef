import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  addChardev,
  attaches,
  closes,
  done,
  guestGets,
  guestSends,
  listed,
  listens,
  offers,
  peerGets,
  peerSends,
  refusal,
  removeChardev,
  ringHolds,
  tcpAddress,
  told,
} from '../../steps.ts';

const peer: Step = [{ do: 'udp', as: 'p', port: 'peer', to: 'own' }, done];
const word = 'udp,id=u,host=127.0.0.1,port={port:peer},localaddr=127.0.0.1,localport={port:own}';
/** A 16550 on a chardev that sends to `{port:peer}` from `{port:own}`. */
const port: LaunchOptions = {
  args: ['-chardev', word],
  ports: [{ id: 'com1', kind: '16550', chardev: 'u' }],
};
const witness: LaunchOptions = { args: ['-chardev', word], ports: [{ id: 'w', kind: 'witness' }] };
/** Input has ended for good where a release gives it up; elsewhere these bytes come. */
function getsUnlessDeaf(bytes: string): Step {
  return [
    { do: 'guest-read', port: 'com1' },
    {
      byProfile: {
        design: { see: 'data', bytes, end: false },
        else: { see: 'data', bytes: '', end: false },
      },
    },
  ];
}

/** A datagram chardev and its one peer. Source: UDP-01 to UDP-04, Q-UDP-1. */
export const peers: readonly Scenario[] = [
  {
    id: 'udp/peer/echo',
    title: 'a datagram goes out and one comes back',
    clauses: ['UDP-01', 'UDP-02'],
    upstream: ['/char/udp'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      guestSends('com1', 'hey'),
      peerGets('p', 'hey'),
      peerSends('p', 'echo'),
      guestGets('com1', 'echo'),
      listed(['u', 'udp', true]),
    ],
  },
  {
    id: 'udp/peer/one-write-one-datagram',
    title: 'each write is a datagram of its own',
    clauses: ['UDP-01'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      guestSends('com1', 'abc'),
      [
        { do: 'read', from: 'p', max: 10 },
        { see: 'data', bytes: 'a', end: false },
      ],
      peerGets('p', 'bc'),
    ],
  },
  {
    id: 'udp/peer/whole-write',
    title: 'a longer write is one datagram, however long',
    clauses: ['UDP-01', 'CHR-61'],
    launch: witness,
    steps: [
      peer,
      attaches('w', 'u'),
      [
        { do: 'witness-write', port: 'w', bytes: 'x'.repeat(5000) },
        { see: 'accepted', count: 5000 },
      ],
      [
        { do: 'read', from: 'p', max: 6000 },
        { see: 'data', bytes: 'x'.repeat(5000), end: false },
      ],
    ],
  },
  {
    id: 'udp/peer/only-the-remote',
    title: 'nobody but the configured peer is heard',
    clauses: ['UDP-01'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      [{ do: 'udp', as: 's', port: 'stranger', to: 'own' }, done],
      peer,
      peerSends('s', 'psst'),
      guestGets('com1', ''),
      peerSends('p', 'hello'),
      guestGets('com1', 'hello'),
      [
        { do: 'read', from: 's' },
        { see: 'errno', errno: 'ECONNREFUSED' },
      ],
    ],
  },
  {
    id: 'udp/peer/fed-by-room',
    title: 'a datagram is kept whole and given to the frontend as it has room',
    clauses: ['UDP-02'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      peerSends('p', `${'a'.repeat(50)}b`),
      peerSends('p', 'second'),
      guestGets('com1', `${'a'.repeat(50)}bsecond`),
    ],
  },
  {
    id: 'udp/peer/cut',
    title: 'what is longer than 4096 bytes loses its rest',
    clauses: ['UDP-02'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      peerSends('p', `${'a'.repeat(4095)}bcd`),
      peerSends('p', 'next'),
      guestGets('com1', `${'a'.repeat(4095)}bnext`),
    ],
  },
  {
    id: 'udp/peer/kept-while-no-room',
    title: 'datagrams wait while the frontend takes nothing',
    clauses: ['UDP-02'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 tells it OPENED
    launch: witness,
    steps: [
      peer,
      attaches('w', 'u'),
      listens('w'),
      peerSends('p', 'one'),
      peerSends('p', 'two'),
      told('w'),
      offers('w', 2),
      told('w', { read: 'onetwo' }),
    ],
  },
  {
    id: 'udp/peer/empty-datagram',
    title: 'an empty datagram ends the input for good in the releases',
    clauses: ['UDP-03', 'Q-UDP-1'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      peerSends('p', 'a'),
      guestGets('com1', 'a'),
      peerSends('p', ''),
      peerSends('p', 'b'),
      getsUnlessDeaf('b'),
      guestSends('com1', 'out'),
      peerGets('p', 'out'),
    ],
  },
  {
    id: 'udp/peer/refused-once',
    title: 'word that nobody listens ends the input for good in the releases, and output goes on',
    clauses: ['UDP-03', 'UDP-04', 'Q-UDP-1'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      guestSends('com1', 'x'),
      peer,
      peerSends('p', 'a'),
      getsUnlessDeaf('a'),
      guestSends('com1', 'out'),
      peerGets('p', 'out'),
    ],
  },
  {
    id: 'udp/peer/refused-between-bytes',
    title: 'the refusal of one byte is heard of as input before the next one goes out',
    clauses: ['UDP-03', 'UDP-04', 'Q-UDP-1'],
    launch: port,
    steps: [guestGets('com1', ''), guestSends('com1', 'xy'), peer, peerSends('p', 'a'), getsUnlessDeaf('a')],
  },
  {
    id: 'udp/peer/kept-then-more',
    title: 'what is kept of a datagram takes its room before the next one is read',
    clauses: ['UDP-02'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      peerSends('p', 'ab'),
      peerSends('p', '0123456789abcdef'),
      peerSends('p', '.'),
      guestGets('com1', 'ab0123456789abcdef.'),
    ],
  },
  {
    id: 'udp/peer/deaf-until-swapped',
    title: 'handlers that are set anew hear again',
    clauses: ['UDP-03', 'Q-UDP-1', 'CHR-33'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 tells it OPENED
    launch: witness,
    steps: [
      peer,
      attaches('w', 'u'),
      listens('w'),
      offers('w', 10),
      peerSends('p', ''),
      listens('w'),
      peerSends('p', 'a'),
      told('w', { read: 'a' }),
    ],
  },
  {
    id: 'udp/peer/refused-writes',
    title: 'the refusal of what was sent is the error of the next write, and a port that ignores it goes on',
    clauses: ['UDP-04'],
    launch: witness,
    steps: [
      attaches('w', 'u'),
      [
        { do: 'witness-write', port: 'w', bytes: 'a' },
        { see: 'accepted', count: 1 },
      ],
      [
        { do: 'witness-write', port: 'w', bytes: 'b' },
        { see: 'errno', errno: 'ECONNREFUSED' },
      ],
      peer,
      [
        { do: 'witness-write', port: 'w', bytes: 'c' },
        { see: 'accepted', count: 1 },
      ],
      peerGets('p', 'c'),
    ],
  },
  {
    id: 'udp/peer/too-long-first',
    title: 'a datagram that is too long is refused before the refusal of what was sent is told',
    clauses: ['UDP-04'],
    launch: port,
    steps: [
      [{ do: 'udp', as: 's', port: 'stranger', to: 'nobody' }, done],
      peerSends('s', 'a'),
      [
        { do: 'write', to: 's', bytes: 'b'.repeat(65_508) },
        { see: 'errno', errno: 'EMSGSIZE' },
      ],
      [
        { do: 'write', to: 's', bytes: 'c' },
        { see: 'errno', errno: 'ECONNREFUSED' },
      ],
    ],
  },
  {
    id: 'udp/peer/port-taken',
    title: 'a local port that somebody else has is refused',
    clauses: ['UDP-01'],
    steps: [
      peer,
      addChardev(
        'u',
        'udp',
        { remote: tcpAddress('{port:other}'), local: tcpAddress('{port:peer}') },
        refusal("Failed to add chardev 'u': Failed to bind socket: Address already in use"),
      ),
      closes('p'),
      addChardev('u', 'udp', { remote: tcpAddress('{port:other}'), local: tcpAddress('{port:peer}') }),
      [
        { do: 'udp', as: 'q', port: 'peer', to: 'other' },
        { see: 'errno', errno: 'EADDRINUSE' },
      ],
      removeChardev('u'),
      peer,
    ],
  },
  {
    id: 'udp/peer/port-shared',
    title: 'two datagram chardevs may have one port, and each hears its own peer',
    clauses: ['UDP-01'],
    launch: port,
    steps: [
      guestGets('com1', ''),
      peer,
      addChardev('v', 'udp', { remote: tcpAddress('{port:other}'), local: tcpAddress('{port:own}') }),
      [{ do: 'udp', as: 'q', port: 'other', to: 'own' }, done],
      peerSends('q', 'not for you'),
      peerSends('p', 'for you'),
      guestGets('com1', 'for you'),
    ],
  },
  {
    id: 'udp/peer/member-of-hub',
    title: 'a datagram chardev in a hub is heard and never written to, because it never reports to be open',
    clauses: ['Q-HUB-7', 'UDP-04'],
    profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
    launch: {
      args: ['-chardev', word, '-chardev', 'ringbuf,id=r', '-chardev', 'hub,id=h,chardevs.0=u,chardevs.1=r'],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      guestGets('com1', ''),
      peer,
      guestSends('com1', 'out'),
      ringHolds('r', 'out'),
      [
        { do: 'read', from: 'p' },
        {
          byProfile: {
            'qemu-10.0': { see: 'data', bytes: '' },
            'qemu-11.1': { see: 'data', bytes: 'out' },
            else: { see: 'data', bytes: 'out' },
          },
        },
      ],
      peerSends('p', 'in'),
      guestGets('com1', 'in'),
    ],
  },
];
