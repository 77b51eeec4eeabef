import type { PortSpec } from '../../../model/language/action.ts';
import {
  deviceHolds,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  portIs,
  posts,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Expectation, Scenario, Step } from '../../scenario.ts';
import { closes, connects, done, guestSends, peerGets } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 's' };
const onSocket = virtio([port], 'socket,id=s,path={dir}/s,server=on,wait=off');
/** A client that does not read takes 44 buffers of a page. Source: VSER-33. */
const blocked: readonly Step[] = [
  guestSends('v', 'x'.repeat(46 * 4096)),
  deviceHolds('v', 0, 2),
  portIs('v', stateOf(1, 'guest', 'host', 'throttled')),
];
const inQemu10 = (here: Expectation, elsewhere: Expectation): Expectation =>
  'see' in here && 'see' in elsewhere ? { byProfile: { 'qemu-10.0': here, else: elsewhere } } : here;
/** What is lost with a close: one buffer, not in the design. Source: VSER-24. */
const holdsLost = (into: number): Step => [
  { do: 'guest-queues', port: 'v' },
  { byProfile: { design: { see: 'queues', in: into, out: 0 }, else: { see: 'queues', in: into, out: 1 } } },
];

/** A guest that has its port open, and its client. */
const meets: readonly Step[] = [starts, guestOpens('v'), connects('c'), guestHears(hostOpened(1))];

/** A client that leaves while output for it waits. */
export const race: readonly Scenario[] = [
  {
    id: 'vser/race/client-leaves-without-room',
    title: 'the port is retried before the close is noticed, is throttled once more and stays so for the next client',
    clauses: ['Q-WEDGE-RACE', 'VSER-62', 'VSER-24'],
    launch: onSocket,
    steps: [
      ...meets,
      ...blocked,
      closes('c'),
      portIs('v', inQemu10(stateOf(1, 'guest', 'throttled'), stateOf(1, 'guest'))),
      holdsLost(0),
      guestHears(hostClosed(1)),
      connects('d'),
      guestHears(hostOpened(1)),
      portIs('v', inQemu10(stateOf(1, 'guest', 'host', 'throttled'), stateOf(1, 'guest', 'host'))),
      guestSends('v', 'hello'),
      [
        { do: 'read', from: 'd' },
        inQemu10({ see: 'data', bytes: '', end: false }, { see: 'data', bytes: 'hello', end: false }),
      ],
      closes('d'),
      portIs('v', stateOf(1, 'guest')),
      holdsLost(0),
      connects('e'),
      guestSends('v', 'again'),
      peerGets('e', 'again'),
    ],
  },
  {
    id: 'vser/race/client-reads-no-more',
    title: 'a write that fails closes the port, and throttles it after that',
    clauses: ['Q-WEDGE-RACE', 'VSER-62', 'VSER-24'],
    launch: onSocket,
    steps: [
      ...meets,
      [{ do: 'shutdown', socket: 'c', how: 'r' }, done],
      guestSends('v', 'hello'),
      portIs('v', { byProfile: { design: stateOf(1, 'guest'), else: stateOf(1, 'guest', 'throttled') } }),
    ],
  },
  {
    id: 'vser/race/client-leaves-with-room',
    title: 'with receive buffers posted the close is noticed by reading, and the next client gets its output',
    clauses: ['VSER-24', 'VSER-62'],
    bugs: ['BUG-153'],
    launch: onSocket,
    steps: [
      starts,
      guestOpens('v'),
      posts('v', 4, 64),
      connects('c'),
      guestSends('v', 'x'.repeat(46 * 4096)),
      deviceHolds('v', 4, 2),
      closes('c'),
      portIs('v', stateOf(1, 'guest')),
      connects('d'),
      guestSends('v', 'hello'),
      peerGets('d', 'hello'),
    ],
  },
  {
    id: 'vser/race/pair-is-reset',
    title: 'a far end that leaves with bytes unread is an error first: the port tries before it reads the end',
    clauses: ['VSER-62', 'VSER-34', 'VSER-22'],
    launch: 'manual',
    steps: [
      [{ do: 'socketpair', as: 'p' }, done],
      [
        {
          do: 'launch',
          machine: 'virtio',
          args: ['-add-fd', 'fd={fd:p.a},set=1', '-chardev', 'pipe,id=s,path=/dev/fdset/1'],
          ports: [port],
        },
        { see: 'launched' },
      ],
      starts,
      guestOpens('v'),
      posts('v', 2, 100),
      [{ do: 'guest-write', port: 'v', bytes: 'a'.repeat(409_600), size: 4096 }, { see: 'accepted' }],
      closes('p.b'),
      [
        { do: 'guest-messages', controller: 'vs0' },
        {
          byProfile: {
            design: { see: 'guest-messages', control: [hostClosed(1), hostClosed(1)] },
            else: { see: 'guest-messages', control: [hostClosed(1)] },
          },
        },
      ],
      portIs('v', stateOf(1, 'guest')),
    ],
  },
];
