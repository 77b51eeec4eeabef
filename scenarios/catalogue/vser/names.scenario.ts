import type { PortSpec } from '../../../model/language/action.ts';
import {
  addDevice,
  added,
  deleted,
  driverStarts,
  events,
  hostOpened,
  isConsole,
  named,
  portIs,
  removeDevice,
  stateOf,
  virtio,
} from '../../driver-steps.ts';
import type { Scenario, Step } from '../../scenario.ts';
import { addChardev, refusal } from '../../steps.ts';

const port = (
  id: string,
  more: Partial<Extract<PortSpec, { kind: 'virtserialport' | 'virtconsole' }>> = {},
): PortSpec => ({
  id,
  kind: 'virtserialport',
  ...more,
});
const absent = { see: 'errno', errno: 'ENODEV' } as const;

/** Numbers, names and limits of ports; most of it needs no driver. */
export const names: readonly Scenario[] = [
  {
    id: 'vser/names/automatic-numbers',
    title: 'the first console gets number 0, everything else the lowest free one from 1',
    clauses: ['VSER-10', 'VSER-16'],
    launch: virtio([
      port('a'),
      port('b', { nr: 2 }),
      port('c'),
      port('d', { kind: 'virtconsole' }),
      port('e', { kind: 'virtconsole' }),
    ]),
    steps: [
      portIs('a', stateOf(1)),
      portIs('b', stateOf(2)),
      portIs('c', stateOf(3)),
      portIs('d', stateOf(0)),
      portIs('e', stateOf(4)),
      removeDevice('a'),
      events(deleted('a')),
      portIs('a', absent),
      addDevice({ driver: 'virtserialport', id: 'f', nr: 4294967295 }),
      portIs('f', stateOf(1)),
    ],
  },
  {
    id: 'vser/names/checks-in-order',
    title: 'a taken number, a taken name, the range and the reserved number 0 are refused, in this order',
    clauses: ['VSER-11', 'VSER-12', 'VSER-13'],
    launch: virtio([port('a', { name: 'org.example.0' })]),
    steps: [
      addDevice(
        { driver: 'virtserialport', id: 'b', nr: 1, name: 'org.example.0' },
        refusal('virtio-serial-bus: A port already exists at id 1'),
      ),
      addDevice(
        { driver: 'virtserialport', id: 'b', nr: 99, name: 'org.example.0' },
        refusal('virtio-serial-bus: A port already exists by name org.example.0'),
      ),
      addDevice(
        { driver: 'virtserialport', id: 'b', nr: 31 },
        refusal('virtio-serial-bus: Out-of-range port id specified, max. allowed: 30'),
      ),
      addDevice(
        { driver: 'virtserialport', id: 'b', nr: 0 },
        refusal('Port number 0 on virtio-serial devices reserved for virtconsole devices for backward compatibility.'),
      ),
      addDevice({ driver: 'virtserialport', id: 'b', nr: 30 }),
    ],
  },
  {
    id: 'vser/names/reservation-outlives-the-console',
    title: 'number 0 stays reserved when its console is unplugged',
    clauses: ['VSER-12', 'VSER-10'],
    bugs: ['BUG-159'],
    launch: virtio([port('con', { kind: 'virtconsole' })]),
    steps: [
      removeDevice('con'),
      events(deleted('con')),
      addDevice(
        { driver: 'virtserialport', id: 'a', nr: 0 },
        refusal('Port number 0 on virtio-serial devices reserved for virtconsole devices for backward compatibility.'),
      ),
      addDevice({ driver: 'virtserialport', id: 'a' }),
      portIs('a', stateOf(1)),
      addDevice({ driver: 'virtconsole', id: 'again' }),
      portIs('again', stateOf(0)),
    ],
  },
  {
    id: 'vser/names/unique-over-all-controllers',
    title: 'a name is taken for all controllers until its port is unplugged; the empty one is a name, none is not',
    clauses: ['VSER-13', 'VSER-16'],
    bugs: ['BUG-159'],
    launch: {
      machine: 'virtio',
      controllers: [{ id: 'vs0' }, { id: 'vs1' }],
      ports: [port('a', { name: 'x', bus: 'vs0.0' }), port('b', { name: '' }), port('c'), port('d')],
    },
    steps: [
      portIs('b', stateOf(1)),
      portIs('c', stateOf(2)),
      addDevice(
        { driver: 'virtserialport', id: 'e', name: 'x' },
        refusal('virtio-serial-bus: A port already exists by name x'),
      ),
      addDevice(
        { driver: 'virtserialport', id: 'e', name: '', bus: 'vs0.0' },
        refusal('virtio-serial-bus: A port already exists by name '),
      ),
      removeDevice('a'),
      events(deleted('a')),
      addDevice({ driver: 'virtserialport', id: 'e', name: 'x' }),
      portIs('e', stateOf(4)),
    ],
  },
  {
    id: 'vser/names/long-name',
    title: 'a name of 300 characters is accepted and told to the guest whole',
    clauses: ['VSER-13', 'VSER-02'],
    launch: virtio([port('a', { name: 'n'.repeat(300) })]),
    steps: [driverStarts(added(1), named(1, 'n'.repeat(300)))],
  },
  {
    id: 'vser/names/messages-in-order',
    title: 'each port is added in the order of creation; each answer brings console, name and open state',
    clauses: ['VSER-01', 'VSER-02'],
    launch: virtio(
      [
        port('p', { nr: 5, chardev: 'r', name: 'agent' }),
        port('con', { kind: 'virtconsole', chardev: 'n', name: 'tty' }),
        port('bare'),
      ],
      'ringbuf,id=r',
      'null,id=n',
    ),
    steps: [
      driverStarts(
        added(5),
        added(0),
        added(1),
        named(5, 'agent'),
        hostOpened(5),
        isConsole(0),
        named(0, 'tty'),
        hostOpened(0),
      ),
    ],
  },
  {
    id: 'vser/names/full-controller',
    title: 'a full controller refuses an automatic number as out of range; a first console still fits',
    clauses: ['VSER-14', 'VSER-15'],
    launch: { machine: 'virtio', controllers: [{ id: 'vs0', maxPorts: 2 }], ports: [port('a')] },
    steps: [
      addDevice(
        { driver: 'virtserialport', id: 'b' },
        refusal('virtio-serial-bus: Out-of-range port id specified, max. allowed: 1'),
      ),
      addDevice({ driver: 'virtconsole', id: 'con' }),
      portIs('con', stateOf(0)),
      addDevice(
        { driver: 'virtconsole', id: 'con2' },
        refusal('virtio-serial-bus: Out-of-range port id specified, max. allowed: 1'),
      ),
    ],
  },
  {
    id: 'vser/names/full-controller-of-32',
    title: 'with 32 ports at most a full controller says so',
    clauses: ['VSER-15'],
    launch: {
      machine: 'virtio',
      controllers: [{ id: 'vs0', maxPorts: 32 }],
      ports: Array.from({ length: 31 }, (_, at) => port(`p${at}`)),
    },
    steps: [
      portIs('p30', stateOf(31)),
      addDevice(
        { driver: 'virtserialport', id: 'more' },
        refusal('virtio-serial-bus: Maximum port limit for this device reached'),
      ),
      addDevice({ driver: 'virtconsole', id: 'con' }),
      portIs('con', stateOf(0)),
    ],
  },
  {
    id: 'vser/names/limits-of-controllers',
    title: 'a controller takes 1 to 511 ports',
    clauses: ['VSER-14'],
    launch: virtio([]),
    steps: [
      addDevice(
        { driver: 'virtio-serial-pci', id: 'vs1', max_ports: 0 },
        refusal('Maximum number of serial ports not specified'),
      ),
      addDevice({ driver: 'virtio-serial-pci', id: 'vs1', max_ports: 512 }, refusal('maximum ports supported: 511')),
      addDevice({ driver: 'virtio-serial-pci', id: 'vs1', max_ports: 1 }),
      addDevice(
        { driver: 'virtserialport', id: 'a' },
        refusal('virtio-serial-bus: Out-of-range port id specified, max. allowed: 0'),
      ),
      addDevice({ driver: 'virtserialport', id: 'a', bus: 'vs0.0' }),
      addDevice({ driver: 'virtio-serial-pci', id: 'vs2', max_ports: 511 }),
      addDevice({ driver: 'virtserialport', id: 'b', nr: 510 }),
      portIs('b', stateOf(510)),
    ],
  },
  {
    id: 'vser/names/numbers',
    title: 'a number of a device property has 32 bits',
    clauses: ['VSER-14'],
    launch: virtio([]),
    steps: [
      ...[-1, 4294967296].flatMap((number): readonly Step[] => [
        addDevice(
          { driver: 'virtio-serial-pci', id: 'vs1', max_ports: number },
          refusal("Parameter 'max_ports' expects uint32_t"),
        ),
        addDevice({ driver: 'virtserialport', id: 'b', nr: number }, refusal("Parameter 'nr' expects uint32_t")),
      ]),
      ...[true, 1.5].map((value) =>
        addDevice(
          { driver: 'virtio-serial-pci', id: 'vs1', max_ports: value },
          {
            byProfile: {
              'qemu-7.2': refusal("Parameter 'max_ports' expects integer"),
              else: refusal("Parameter 'max_ports' expects uint64"),
            },
          },
        ),
      ),
      addDevice({ driver: 'virtserialport', id: 'b', nr: 3 }),
    ],
  },
  {
    id: 'vser/names/identifiers',
    title: 'before 10.0 the id of a device is an identifier, from its first letter to its last',
    clauses: ['VSER-14'],
    profiles: ['qemu-7.2'],
    launch: virtio([]),
    steps: [
      ...['b!', '', '/b', '1b'].map((id) =>
        addDevice({ driver: 'virtserialport', id, nr: 3 }, refusal("Parameter 'id' expects an identifier")),
      ),
      addDevice({ driver: 'virtserialport', id: 'b-._1', nr: 3 }),
    ],
  },
  {
    id: 'vser/names/chardev-property',
    title: 'an unknown chardev and one in use are refused before anything else is looked at',
    clauses: ['VSER-11', 'CHR-30'],
    launch: virtio([port('a', { chardev: 'r' })], 'ringbuf,id=r'),
    steps: [
      addDevice(
        { driver: 'virtserialport', id: 'b', chardev: 'none', nr: 1 },
        refusal("Property 'virtserialport.chardev' can't find value 'none'"),
      ),
      addDevice(
        { driver: 'virtconsole', id: 'b', chardev: 'r', nr: 99 },
        {
          byProfile: {
            'qemu-7.2': refusal("Property 'virtconsole.chardev' can't take value 'r': Device 'r' is in use"),
            else: refusal("Property 'virtconsole.chardev' can't take value 'r': chardev 'r' is already in use"),
          },
        },
      ),
      addChardev('s', 'ringbuf'),
      addDevice(
        { driver: 'virtserialport', id: 'b', chardev: 's', nr: 1 },
        refusal('virtio-serial-bus: A port already exists at id 1'),
      ),
      addDevice({ driver: 'virtserialport', id: 'b', chardev: 's' }),
      portIs('b', stateOf(2, 'host')),
    ],
  },
  {
    id: 'vser/names/device-errors',
    title: 'an unknown driver, bus or property, a missing driver and an id in use are refused',
    clauses: ['VSER-11', 'VSER-16'],
    launch: virtio([port('a')]),
    steps: [
      addDevice({ driver: 'nosuch', id: 'b' }, refusal("'nosuch' is not a valid device model name")),
      addDevice({ id: 'b' }, refusal("Parameter 'driver' is missing")),
      addDevice({ driver: 'virtserialport', id: 'b', bus: 'vs9.0' }, refusal("Bus 'vs9.0' not found")),
      addDevice(
        { driver: 'virtserialport', id: 'b', speed: 9600 },
        refusal("Property 'virtserialport.speed' not found"),
      ),
      addDevice({ driver: 'virtserialport', id: 'a' }, refusal("Duplicate device ID 'a'")),
      addDevice({ driver: 'virtserialport', id: 'vs0' }, refusal("Duplicate device ID 'vs0'")),
      removeDevice('b', { see: 'error', class: 'DeviceNotFound', desc: "Device 'b' not found" }),
    ],
  },
];
