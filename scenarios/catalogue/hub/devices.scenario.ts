import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  deviceHolds,
  guestHears,
  guestOpens,
  hostClosed,
  hostOpened,
  portIs,
  starts,
  stateOf,
  usbIs,
  virtio,
} from '../../driver-steps.ts';
import type { Expectation, ExpectedOutcome, Scenario, Step } from '../../scenario.ts';
import { closes, command, connects, done, guestGets, guestSends, peerGets, peerSends, ringHolds } from '../../steps.ts';

const port: PortSpec = { id: 'v', kind: 'virtserialport', chardev: 'h' };
const terminal: PortSpec = { id: 'v', kind: 'virtconsole', chardev: 'h' };
const adapter: PortSpec = { id: 'u', kind: 'usb-serial', chardev: 'h' };
const server = (id: string): string => `socket,id=${id},path={dir}/${id},server=on,wait=off`;
const ring = 'ringbuf,id=r,size=16384';
const hub = (...members: readonly string[]): string =>
  `hub,id=h,${members.map((id, index) => `chardevs.${index}=${id}`).join(',')}`;
/** A pipe `p` of one page, and a virtio machine with a `file` chardev `f` that writes to it. */
const withPipe = (ports: readonly PortSpec[], ...chardevs: readonly string[]): readonly Step[] => {
  const words = ['file,id=f,path=/dev/fdset/1,append=on', ...chardevs].flatMap((word) => ['-chardev', word]);
  const args = ['-add-fd', 'fd={fd:p.write},set=1', ...words];
  return [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
    [{ do: 'launch', machine: 'virtio', args, ports }, { see: 'launched' }],
  ];
};
const repaired = (design: ExpectedOutcome, otherwise: ExpectedOutcome): Expectation => ({
  byProfile: { design, else: otherwise },
});
const data = (bytes: string): ExpectedOutcome => ({ see: 'data', bytes, end: false });
const peerGetsIf = (from: string, design: string, otherwise: string): Step => [
  { do: 'read', from },
  { byProfile: { design: data(design), else: data(otherwise) } },
];
const ringHoldsIf = (design: string, otherwise: string): Step => [
  { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 16384 } },
  { byProfile: { design: { see: 'return', value: design }, else: { see: 'return', value: otherwise } } },
];
const usbIsIf = (design: boolean, otherwise: boolean): Step => [
  { do: 'observe', what: 'port', port: 'u' },
  { byProfile: { design: { see: 'usb-port', attached: design }, else: { see: 'usb-port', attached: otherwise } } },
];

/** A console on a hub, whose pipe takes what it says first and not what it says next. */
const consoleThatDrops: readonly Step[] = [
  ...withPipe([terminal], ring, hub('r', 'f')),
  starts,
  guestSends('v', 'a'.repeat(4000)),
  guestSends('v', 'b'.repeat(4000)),
];

/** A hub under devices that a real machine has. */
export const devices: readonly Scenario[] = [
  {
    id: 'hub/devices/short-success-offers-no-watch',
    title: 'a port behind a hub that took a part waits for ever; a repaired hub goes on when the slow member does',
    clauses: ['Q-HUB-2', 'HUB-37'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      ...withPipe([port], server('s'), hub('s', 'f')),
      starts,
      guestOpens('v'),
      connects('c'),
      [
        { do: 'guest-write', port: 'v', bytes: 'x'.repeat(6000), size: 6000 },
        { see: 'accepted', count: 6000 },
      ],
      portIs('v', stateOf(1, 'guest', 'host', 'throttled')),
      deviceHolds('v', 0, 1),
      peerGets('c', 'x'.repeat(6000)),
      peerGets('p.read', 'x'.repeat(4096)),
      peerGetsIf('p.read', 'x'.repeat(1904), ''),
      [{ do: 'guest-queues', port: 'v' }, repaired({ see: 'queues', in: 0, out: 0 }, { see: 'queues', in: 0, out: 1 })],
      [{ do: 'guest-kick', port: 'v', queue: 'out' }, done],
      portIs('v', {
        byProfile: {
          design: stateOf(1, 'guest', 'host'),
          'qemu-10.0': stateOf(1, 'guest', 'host', 'throttled'),
        },
      }),
    ],
  },
  {
    id: 'hub/devices/console-drops',
    title:
      'a console that drops what the hub refused leaves a member without what follows; a repaired hub is level again',
    clauses: ['Q-HUB-4', 'HUB-34', 'VSER-31'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      ...consoleThatDrops,
      ringHoldsIf('a'.repeat(4000) + 'b'.repeat(4000), 'a'.repeat(4000) + 'b'.repeat(4000)),
      peerGets('p.read', 'a'.repeat(4000)),
      guestSends('v', 'LINE1'),
      ringHoldsIf('LINE1', ''),
      peerGets('p.read', 'LINE1'),
      guestSends('v', 'LINE2'),
      ringHoldsIf('LINE2', ''),
      peerGets('p.read', 'LINE2'),
    ],
  },
  {
    id: 'hub/devices/console-drops-the-same-again',
    title: 'what a console says after it has dropped the same words is new to a repaired hub',
    clauses: ['Q-HUB-4', 'HUB-34', 'VSER-31'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      ...consoleThatDrops,
      guestSends('v', 'b'.repeat(4000)),
      ringHoldsIf('a'.repeat(4000) + 'b'.repeat(8000), 'a'.repeat(4000) + 'b'.repeat(4000)),
      peerGets('p.read', 'a'.repeat(4000)),
    ],
  },
  {
    id: 'hub/devices/driver-resets-while-blocked',
    title: 'a reset in the middle of a refused write leaves the members that had it ahead; a repaired hub levels them',
    clauses: ['Q-HUB-4', 'HUB-32', 'VSER-41'],
    needs: ['hub'],
    launch: 'manual',
    steps: [
      ...withPipe([port], ring, server('s'), hub('r', 's', 'f')),
      starts,
      guestOpens('v'),
      connects('c'),
      guestSends('v', 'a'.repeat(4000)),
      guestSends('v', 'b'.repeat(3000)),
      portIs('v', stateOf(1, 'guest', 'host', 'throttled')),
      [{ do: 'driver-reset', controller: 'vs0' }, done],
      portIs('v', stateOf(1, 'host', 'throttled')),
      starts,
      deviceHolds('v', 0, 0),
      peerGets('p.read', 'a'.repeat(4000)),
      portIs('v', stateOf(1, 'host')),
      guestSends('v', 'c'.repeat(1800)),
      ringHoldsIf('a'.repeat(4000) + 'b'.repeat(3000) + 'c'.repeat(1800), 'a'.repeat(4000) + 'b'.repeat(3000)),
      peerGets('p.read', 'c'.repeat(1800)),
      peerGetsIf('c', 'a'.repeat(4000) + 'b'.repeat(3000) + 'c'.repeat(1800), 'a'.repeat(4000) + 'b'.repeat(3000)),
    ],
  },
  {
    id: 'hub/devices/ring-does-not-attach',
    title: 'a usb-serial on a hub whose ring is open from the start is not plugged in; with a repaired hub it is',
    clauses: ['Q-HUB-5', 'HUB-24'],
    launch: virtio(
      [adapter, { id: 'alone', kind: 'usb-serial', chardev: 'other' }],
      server('s'),
      ring,
      'ringbuf,id=other',
      hub('s', 'r'),
    ),
    steps: [
      usbIs('alone', true),
      usbIsIf(true, false),
      connects('c'),
      usbIs('u', true),
      closes('c'),
      usbIsIf(true, false),
    ],
  },
  {
    id: 'hub/devices/client-comes-while-stopped',
    title: 'a client that comes while the machine is stopped is never told to a port behind a hub',
    clauses: ['Q-HUB-5', 'VSER-60', 'VSER-23'],
    launch: virtio([port], server('s'), server('t'), hub('s', 't')),
    steps: [
      starts,
      guestOpens('v'),
      command('stop', {}),
      connects('c'),
      command('cont', {}),
      portIs('v', {
        byProfile: { design: stateOf(1, 'guest', 'host'), 'qemu-10.0': stateOf(1, 'guest') },
      }),
      guestSends('v', 'lost'),
      peerGetsIf('c', 'lost', ''),
      closes('c'),
      [
        { do: 'guest-messages', controller: 'vs0' },
        repaired(
          { see: 'guest-messages', control: [hostOpened(1), hostClosed(1)] },
          { see: 'guest-messages', control: [hostClosed(1)] },
        ),
      ],
      connects('d'),
      guestHears(hostOpened(1)),
      guestSends('v', 'seen'),
      peerGets('d', 'seen'),
    ],
  },
  {
    id: 'hub/devices/client-before-port',
    title: 'a port that is plugged in on a hub with a client takes nothing to it until the client comes again',
    clauses: ['Q-HUB-5', 'HUB-10', 'VSER-20'],
    launch: virtio([], server('s'), hub('s')),
    steps: [
      connects('c'),
      addDevice({ driver: 'virtserialport', id: 'v', chardev: 'h' }),
      portIs('v', { byProfile: { design: stateOf(1, 'host'), 'qemu-10.0': stateOf(1) } }),
      closes('c'),
      portIs('v', stateOf(1)),
      connects('d'),
      portIs('v', stateOf(1, 'host')),
    ],
  },
  {
    id: 'hub/devices/closed-with-a-client',
    title: 'a client that was never counted unplugs the usb-serial when it leaves, although another is there',
    clauses: ['Q-HUB-6', 'HUB-25'],
    launch: virtio([], server('s'), server('t'), hub('s', 't')),
    steps: [
      connects('c'),
      addDevice({ driver: 'usb-serial', id: 'u', chardev: 'h' }),
      usbIsIf(true, false),
      connects('d', '{dir}/t'),
      usbIs('u', true),
      closes('c'),
      usbIsIf(true, false),
      closes('d'),
      usbIs('u', false),
    ],
  },
  {
    id: 'hub/devices/blocked-client-hangs-up',
    title: 'a blocked client that leaves while the port has no room costs the ring one byte',
    clauses: ['Q-HUB-14', 'HUB-34'],
    needs: ['hub'],
    launch: {
      machine: 'serial',
      args: ['-chardev', ring, '-chardev', server('s'), '-chardev', hub('r', 's')],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      guestGets('com1', ''),
      connects('c'),
      peerSends('c', '0123456789abcdef'),
      guestSends('com1', 'A'.repeat(400), 280),
      closes('c'),
      guestSends('com1', '+'),
      guestSends('com1', '-'),
      guestSends('com1', '*'),
      ringHoldsIf(`${'A'.repeat(280)}+-*`, `${'A'.repeat(279)}+-*`),
    ],
  },
  {
    id: 'hub/devices/blocked-client-is-read-first',
    title:
      'a blocked client that leaves while the port has room is found gone by reading, and the ring behind it gets what waited',
    clauses: ['HUB-31', 'HUB-34', 'SOCK-15'],
    needs: ['hub'],
    launch: {
      machine: 'serial',
      args: ['-chardev', ring, '-chardev', server('s'), '-chardev', hub('s', 'r')],
      ports: [{ id: 'com1', kind: '16550', chardev: 'h' }],
    },
    steps: [
      connects('c'),
      guestSends('com1', `${'A'.repeat(278)}+`),
      closes('c'),
      guestSends('com1', '-'),
      ringHolds('r', `${'A'.repeat(278)}+-`),
    ],
  },
];
