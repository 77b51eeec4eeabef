import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  added,
  deleted,
  deviceHolds,
  driverStarts,
  events,
  guestCloses,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  named,
  portChange,
  portIs,
  posts,
  removeDevice,
  removed,
  starts,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import {
  closes,
  command,
  connects,
  done,
  guestGets,
  guestSends,
  listed,
  peerGets,
  peerSends,
  removeChardev,
} from '../../steps.ts';

const name = 'org.qemu.guest_agent.0';
const agent: PortSpec = { id: 'agent', kind: 'virtserialport', chardev: 's', name };
const server = 'socket,id=s,path={dir}/s,server=on,wait=off';
const page = (at: number): string => String.fromCharCode(33 + (at % 90)).repeat(4096);
const pages = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => page(from + at)).join('');
const changeTo = (type: string, data: Record<string, string | boolean | object> = {}): Step =>
  command('chardev-change', { id: 's', backend: { type, data: data as never } });
const congested: readonly Step[] = [
  starts,
  guestOpens('agent'),
  posts('agent', 1, 100),
  connects('c'),
  guestSends('agent', pages(0, 100)),
  portIs('agent', stateOf(1, 'host', 'guest', 'throttled')),
  deviceHolds('agent', 1, 56),
];

/** Stories of a guest agent's channel. */
export const agentStories: readonly Scenario[] = [
  {
    id: 'e2e/agent/bring-up',
    title: 'a client is there and has asked before the guest boots; its agent opens the port by name and answers',
    clauses: ['E2E-09', 'VSER-02', 'VSER-40', 'VSER-43', 'VSER-44'],
    launch: 'manual',
    steps: [
      [{ do: 'listen', as: 'l', path: '{dir}/agent' }, done],
      [
        {
          do: 'launch',
          machine: 'virtio',
          args: ['-chardev', 'socket,id=s,fd={fd:l},server=on,wait=off'],
          ports: [agent],
        },
        { see: 'launched' },
      ],
      connects('c', '{dir}/agent'),
      peerSends('c', 'guest-ping'),
      listed(['s', 'unix:{dir}/agent,server=on', false]),
      driverStarts(added(1), named(1, name), hostOpened(1)),
      posts('agent', 4, 64),
      guestOpens('agent'),
      events(portChange('agent', true)),
      listed(['s', 'unix:{dir}/agent,server=on', true]),
      guestGets('agent', 'guest-ping'),
      guestSends('agent', 'pong'),
      peerGets('c', 'pong'),
      events(),
    ],
  },
  {
    id: 'e2e/agent/restart',
    title:
      'the agent restarts with a request in flight: the client stays, the next instance gets it; a burst is two events',
    clauses: ['E2E-10', 'VSER-42', 'VSER-44'],
    tags: ['slow'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      posts('agent', 4, 64),
      guestOpens('agent'),
      events(portChange('agent', true)),
      [{ do: 'advance', ms: 1100 }, done],
      guestCloses('agent'),
      peerSends('c', 'in flight'),
      guestGets('agent', ''),
      guestOpens('agent'),
      guestGets('agent', 'in flight'),
      ...Array.from({ length: 9 }, (_, at) => (at % 2 === 0 ? guestCloses('agent') : guestOpens('agent'))),
      events(portChange('agent', false)),
      guestOpens('agent'),
      [{ do: 'advance', ms: 1100 }, done],
      events(portChange('agent', true)),
      guestSends('agent', 'still here'),
      peerGets('c', 'still here'),
    ],
  },
  {
    id: 'e2e/agent/replugged-under-a-client',
    title: 'a port is unplugged and plugged in again under a live client, whose request waits for the new one',
    clauses: ['E2E-11', 'VSER-50', 'VSER-51', 'VSER-52', 'VSER-53'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      guestHears(hostOpened(1)),
      guestOpens('agent'),
      posts('agent', 2, 64),
      removeDevice('agent'),
      guestHears(removed(1)),
      events(portChange('agent', true), deleted('agent')),
      peerSends('c', 'anybody?'),
      listed(['s', 'unix:{dir}/s,server=on', false]),
      addDevice({ driver: 'virtserialport', id: 'agent', chardev: 's', name, nr: 1 }),
      guestHears(hostOpened(1), added(1), named(1, name), hostOpened(1)),
      posts('agent', 2, 64),
      guestOpens('agent'),
      guestGets('agent', 'anybody?'),
      removeDevice('agent'),
      removeChardev('s'),
      peerGets('c', '', true),
    ],
  },
  {
    id: 'e2e/agent/congested-to-file',
    title: 'a congested channel is swapped to a file: 44 pages are the old client’s, 56 are in the file',
    clauses: ['E2E-12', 'VSER-33', 'VSER-55'],
    launch: virtio([agent], server),
    steps: [
      ...congested,
      changeTo('file', { out: '{dir}/rest' }),
      deviceHolds('agent', 1, 0),
      [
        { do: 'read-file', path: '{dir}/rest' },
        { see: 'data', bytes: pages(44, 100), end: true },
      ],
      peerGets('c', pages(0, 44), true),
      portIs('agent', stateOf(1, 'host', 'guest')),
    ],
  },
  {
    id: 'e2e/agent/congested-to-ring',
    title: 'swapped to a ring buffer it is wedged until a closed far end drops what waits',
    clauses: ['E2E-12', 'VSER-56', 'Q-WEDGE-SWAP'],
    launch: virtio([agent], server),
    steps: [
      ...congested,
      changeTo('ringbuf'),
      portIs('agent', {
        byProfile: {
          design: stateOf(1, 'host', 'guest'),
          else: stateOf(1, 'host', 'guest', 'throttled'),
        },
      }),
      peerGets('c', pages(0, 44), true),
      changeTo('null'),
      portIs('agent', stateOf(1, 'guest')),
      [
        { do: 'guest-queues', port: 'agent' },
        { byProfile: { design: { see: 'queues', in: 1, out: 0 }, else: { see: 'queues', in: 1, out: 1 } } },
      ],
    ],
  },
  {
    id: 'e2e/agent/congested-to-closed-server',
    title: 'swapped to a server without client what waits is dropped, and the guest is told that the host has closed',
    clauses: ['E2E-12', 'VSER-24', 'VSER-54'],
    launch: virtio([agent], server),
    steps: [
      ...congested,
      guestHears(hostOpened(1)),
      changeTo('socket', { addr: { type: 'unix', data: { path: '{dir}/t' } }, server: true, wait: false }),
      guestHears(hostClosed(1)),
      portIs('agent', stateOf(1, 'guest')),
      closes('c'),
      connects('d', '{dir}/t'),
      guestSends('agent', 'fresh'),
      peerGets('d', 'fresh'),
    ],
  },
];
