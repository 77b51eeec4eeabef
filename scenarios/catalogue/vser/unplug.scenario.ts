import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  added,
  deleted,
  deviceHolds,
  driverStarts,
  events,
  guestHears,
  guestOpens,
  hostOpened,
  isConsole,
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
import type { Scenario } from '../../scenario.ts';
import {
  addChardev,
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

const agent: PortSpec = { id: 'agent', kind: 'virtserialport', chardev: 's', name: 'org.example.agent' };
const server = 'socket,id=s,path={dir}/s,server=on,wait=off';
const again = { driver: 'virtserialport', id: 'agent', chardev: 's', name: 'org.example.agent', nr: 1 };

/** A port on `below` goes, a client of the pty under it comes and leaves unseen, `between`, and a port comes on `chardev`. */
function onLeftPty(id: string, title: string, row: LeftPty): Scenario {
  const device = { driver: 'virtserialport', id: 'new', chardev: row.chardev, bus: 'vs0.0' };
  return {
    id,
    title: `${title} begins closed; since 10.0 the process dies of it`,
    clauses: ['Q-FOUND-12', 'PTY-07', 'VSER-53', ...row.clauses],
    tags: ['slow'],
    ...(row.profiles === undefined ? {} : { profiles: row.profiles }),
    launch: {
      args: ['-chardev', 'pty,id=y', ...row.args],
      ports: [{ id: 'old', kind: 'virtserialport', chardev: row.below }],
    },
    steps: [
      removeDevice('old'),
      [{ do: 'open-pty', as: 't', chardev: 'y' }, { see: 'done' }],
      [{ do: 'advance', ms: 2100 }, { see: 'done' }],
      [{ do: 'close', handle: 't' }, { see: 'done' }],
      ...row.between,
      [
        { do: 'qmp', execute: 'device_add', arguments: device },
        {
          byProfile: {
            design: { see: 'return', value: {} },
            'qemu-7.2': { see: 'return', value: {} },
            else: { see: 'died', signal: 'SIGSEGV', stderr: [] },
          },
        },
      ],
    ],
  };
}

type LeftPty = Pick<Scenario, 'clauses' | 'profiles'> & {
  readonly args: readonly string[];
  readonly below: string;
  readonly between: Scenario['steps'];
  readonly chardev: string;
};

const addMux = (id: string, base: string): Scenario['steps'][number] => addChardev(id, 'mux', { chardev: base });
const plain: LeftPty = { clauses: [], args: [], below: 'y', between: [], chardev: 'y' };
const onHub: LeftPty = {
  ...plain,
  clauses: ['HUB-22'],
  profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
  args: ['-chardev', 'hub,id=h,chardevs.0=y'],
  below: 'h',
  chardev: 'h',
};

/** Ports that go and come while the machine runs. */
export const unplug: readonly Scenario[] = [
  onLeftPty('vser/unplug/client-left-unseen', 'a port on a pty whose client left while nobody listened', plain),
  onLeftPty('vser/unplug/client-left-unseen/below-a-mux', 'a port on a mux on such a pty', {
    ...plain,
    clauses: ['MUX-13'],
    between: [addMux('m', 'y')],
    chardev: 'm',
  }),
  onLeftPty('vser/unplug/client-left-unseen/below-two-muxes', 'a port on a mux on a mux on such a pty', {
    ...plain,
    clauses: ['MUX-13'],
    between: [addMux('m', 'y'), addMux('n', 'm')],
    chardev: 'n',
  }),
  onLeftPty(
    'vser/unplug/client-left-unseen/last-of-a-hub',
    'a port on a hub whose last open member is such a pty',
    onHub,
  ),
  {
    id: 'vser/unplug/under-a-client',
    title:
      "unplugging needs no guest; number, name and id are free, the client stays connected, the chardev is nobody's",
    clauses: ['VSER-50', 'VSER-41', 'VSER-43'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      guestOpens('agent'),
      events(portChange('agent', true)),
      removeDevice('agent'),
      events(deleted('agent')),
      guestHears(hostOpened(1), removed(1)),
      listed(['s', 'unix:{dir}/s,server=on', false]),
      peerGets('c', ''),
      addDevice(again),
      portIs('agent', stateOf(1, 'host')),
      guestHears(hostOpened(1), added(1), named(1, 'org.example.agent'), hostOpened(1)),
      guestSends('agent', 'back'),
      peerGets('c', 'back'),
    ],
  },
  {
    id: 'vser/unplug/chardev-is-released-late',
    title: 'the chardev is busy until DEVICE_DELETED has come',
    clauses: ['VSER-51', 'CHR-12', 'QMP-18'],
    profiles: ['design', 'qemu-7.2', 'qemu-10.0'], // 11.1 lets go within 2 to 10 ms, before the next command or after
    launch: virtio([agent], server),
    steps: [
      [
        {
          do: 'send',
          bytes:
            '{"execute":"device_del","arguments":{"id":"agent"}}{"execute":"chardev-remove","arguments":{"id":"s"}}',
        },
        {
          see: 'messages',
          messages: [
            { return: {} },
            { error: { class: 'GenericError', desc: "Chardev 's' is busy" } },
            deleted('agent'),
          ],
        },
      ],
      removeChardev('s'),
    ],
  },
  {
    id: 'vser/unplug/dead-queue',
    title: 'buffers for a port that is gone come back unused, and a control message for it is complained about',
    clauses: ['VSER-52'],
    launch: virtio([agent], server),
    needs: ['launch'],
    steps: [
      starts,
      removeDevice('agent'),
      events(deleted('agent')),
      guestSends('agent', 'anybody there?'),
      deviceHolds('agent', 0, 0),
      guestOpens('agent'),
      events(),
      command('quit', {}),
      [
        { do: 'wait-exit' },
        {
          see: 'exit',
          status: 0,
          stderr: ['qemu-system-x86_64: virtio-serial-bus: Unexpected port id 1 for device vs0.0'],
        },
      ],
    ],
  },
  {
    id: 'vser/unplug/typed-meanwhile',
    title: 'what the client types while there is no port goes to the next one',
    clauses: ['VSER-52', 'VSER-50', 'VSER-44'],
    launch: virtio([agent], server),
    steps: [
      starts,
      connects('c'),
      guestOpens('agent'),
      posts('agent', 1, 100),
      removeDevice('agent'),
      peerSends('c', 'stale request'),
      addDevice(again),
      guestHears(hostOpened(1), removed(1), hostOpened(1), added(1), named(1, 'org.example.agent'), hostOpened(1)),
      posts('agent', 1, 100),
      guestGets('agent', ''),
      guestOpens('agent'),
      guestGets('agent', 'stale request'),
    ],
  },
  {
    id: 'vser/unplug/hot-add',
    title: 'a port added to a running guest on an open chardev is opened before it is added; a console says what it is',
    clauses: ['VSER-53', 'VSER-02', 'VSER-10'],
    launch: virtio([], 'ringbuf,id=r', 'null,id=n', server),
    steps: [
      driverStarts(),
      addDevice({ driver: 'virtserialport', id: 'a', chardev: 'r' }),
      guestHears(hostOpened(1), added(1), hostOpened(1)),
      addDevice({ driver: 'virtserialport', id: 'b', chardev: 's', name: 'x' }),
      guestHears(added(2), named(2, 'x')),
      addDevice({ driver: 'virtconsole', id: 'con', chardev: 'n' }),
      guestHears(hostOpened(0), added(0), isConsole(0), hostOpened(0)),
      guestSends('a', 'through'),
    ],
  },
  {
    id: 'vser/unplug/console',
    title: 'a console comes and goes like a port',
    clauses: ['VSER-50', 'VSER-12'],
    launch: virtio([{ id: 'con', kind: 'virtconsole', chardev: 'r' }], 'ringbuf,id=r'),
    steps: [
      driverStarts(added(0), isConsole(0), hostOpened(0)),
      removeDevice('con'),
      events(deleted('con')),
      guestHears(removed(0)),
      removeChardev('r'),
      addChardev('r', 'ringbuf'),
      addDevice({ driver: 'virtconsole', id: 'con', chardev: 'r' }),
      guestHears(hostOpened(0), added(0), isConsole(0), hostOpened(0)),
    ],
  },
  {
    id: 'vser/unplug/behind-naps',
    title: 'a device_del that waited while the main loop napped for a full log: the chardev is free soon after, too',
    clauses: ['VSER-51', 'VSER-50', 'LOG-03'],
    profiles: ['qemu-7.2', 'qemu-10.0'], // the others nap for no log
    needs: ['serial'],
    tags: ['slow'],
    launch: 'manual',
    steps: [
      [{ do: 'pipe', as: 'p', capacity: 4096 }, done],
      [
        {
          do: 'launch',
          machine: 'virtio',
          args: [
            ...['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'ringbuf,id=r'],
            ...['-chardev', 'null,id=c,logfile=/dev/fdset/1,logappend=on'],
          ],
          ports: [
            { id: 'con', kind: 'virtconsole', chardev: 'r' },
            { id: 'com1', kind: '16550', chardev: 'c' },
          ],
        },
        { see: 'launched' },
      ],
      [{ do: 'set-flags', of: 'p.write', flags: ['append', 'nonblock'] }, done],
      peerSends('p.write', 'w'.repeat(4096)),
      [{ do: 'guest-write', port: 'com1', bytes: 'Z', patienceMs: 300 }, { see: 'silent' }],
      [{ do: 'qmp', execute: 'device_del', arguments: { id: 'con' }, id: 'late', patienceMs: 300 }, { see: 'silent' }],
      peerGets('p.read', 'w'.repeat(4096)),
      [{ do: 'advance', ms: 20 }, done], // it looks again every 100 microseconds
      events({ return: {}, id: 'late' }, deleted('con')),
      removeChardev('r'),
    ],
  },
  {
    id: 'vser/unplug/heard-late',
    title: 'a device_del that its monitor hears of only as its terminal is looked at: the chardev is free soon after',
    clauses: ['VSER-51', 'VSER-50', 'PTY-03'],
    tags: ['slow'],
    launch: {
      machine: 'virtio',
      args: ['-chardev', 'ringbuf,id=r', '-chardev', 'pty,id=y', '-mon', 'chardev=y,mode=control'],
      ports: [{ id: 'con', kind: 'virtconsole', chardev: 'r' }],
    },
    steps: [
      [{ do: 'open-pty', as: 't', chardev: 'y' }, done],
      peerSends('t', '{"execute":"qmp_capabilities"}{"execute":"device_del","arguments":{"id":"con"}}'),
      command('chardev-remove', { id: 'r' }, { see: 'error', class: 'GenericError', desc: "Chardev 'r' is busy" }),
      [{ do: 'advance', ms: 2100 }, done],
      removeChardev('r'),
      events(deleted('con')),
    ],
  },
  {
    id: 'vser/unplug/another-controller',
    title: 'a second controller added to the running machine is where new ports go',
    clauses: ['VSER-16', 'VSER-01'],
    launch: virtio([agent], server, 'ringbuf,id=r'),
    steps: [
      addDevice({ driver: 'virtio-serial-pci', id: 'vs1' }),
      addDevice({ driver: 'virtserialport', id: 'b', chardev: 'r' }),
      portIs('b', stateOf(1, 'host')),
      [
        { do: 'driver-start', controller: 'vs1' },
        { see: 'guest-messages', control: [added(1), hostOpened(1)] },
      ],
      guestSends('b', 'second bus'),
    ],
  },
];
