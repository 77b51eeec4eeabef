import type { Profile } from '../../model/language/profile.ts';
import type { Process } from '../host/process.ts';
import type { Clock } from '../runtime/clock.ts';
import { createMainLoop } from '../runtime/main-loop.ts';
import { createMutex } from '../runtime/mutex.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Task } from '../runtime/task.ts';
import { type Chardev, createChardev } from './chardev/chardev.ts';
import { setHandlers } from './chardev/frontend-handle.ts';
import { openWanted } from './chardev/registry.ts';
import { createSocketBackend } from './chardev/socket.ts';
import { type CommandLine, parseCommandLine, readChardevOption } from './command-line.ts';
import { endProcess } from './end.ts';
import { chardevErrors, socketErrors } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import { addMember, takesWideNumbers } from './fd/fdset.ts';
import { addDevice, controllersOf, type DeviceOptions, resetDevices } from './frontend/device.ts';
import { createProcessor } from './frontend/processor.ts';
import { createSerial16550, type Serial16550 } from './frontend/serial-16550.ts';
import { machineRunsNow } from './frontend/virtio-serial-bus.ts';
import { createWitness, type Witness } from './frontend/witness.ts';
import { immediate } from './immediate.ts';
import { type Machine, scheduleOnMainLoop } from './machine.ts';
import { createHumanMonitor } from './monitor/hmp.ts';
import { createQmpMonitor } from './monitor/qmp.ts';
import type { OptionList } from './option-list.ts';

/** A monitor to start with: over a connected descriptor, or one that listens. `label` is its chardev's. */
export type MonitorStart = {
  readonly id: string;
  readonly label: string;
  readonly mode: 'qmp' | 'hmp';
  readonly connection: number;
  readonly listener: number;
};
/** A 16550 to start with, COM1 first, on the chardev of that id; or a witness, perhaps on none. */
export type PortStart =
  | { readonly id: string; readonly kind: '16550'; readonly chardev: string }
  | { readonly id: string; readonly kind: 'witness'; readonly chardev?: string }
  | DeviceOptions;
/** What a machine is started with; `words` are -add-fd, -chardev and -S as on a command line. */
export type StartOptions = {
  readonly words: readonly string[];
  readonly paused: boolean;
  readonly monitors: readonly MonitorStart[];
  readonly ports: readonly PortStart[];
  /** Virtio-serial controllers of a machine with PCI and USB; null: it has neither. */
  readonly controllers: readonly { readonly id: string; readonly maxPorts?: number }[] | null;
};
/** What the world needs to drive a machine. `started` turns true once everything above is done. */
export type RunningMachine = {
  readonly machine: Machine;
  readonly ports: ReadonlyMap<string, Serial16550>;
  readonly witnesses: ReadonlyMap<string, Witness>;
  readonly started: () => boolean;
};

const program = 'qemu-system-x86_64';
/** Texts of -add-fd, in the order of the checks. Source: FDSET-40. */
const addFdErrors = {
  fd: 'fd option is required and must be non-negative',
  standard: 'fd cannot be a standard I/O stream',
  notValid: 'fd is not valid or already in use',
  set: 'set option is required and must be non-negative',
};

/** The number as the engine takes it: cut to 32 bits, or too large to be any descriptor. Source: FDSET-42, DEF-07. */
function descriptorNumber(machine: Machine, value: bigint | null): number {
  if (value === null) return -1;
  if (takesWideNumbers(machine)) return Number(BigInt.asIntN(32, value));
  const signed = BigInt.asIntN(64, value);
  return signed < 0n ? -1 : Number(signed);
}

/** One -add-fd: the member is a duplicate. Source: FDSET-40..FDSET-45. */
function addFd(machine: Machine, options: OptionList): Attempt<number> {
  const { process } = machine;
  const fd = descriptorNumber(machine, options.number('fd'));
  if (fd < 0) return failure(addFdErrors.fd);
  if (fd <= 2) return failure(addFdErrors.standard);
  const closeOnExec = process.getCloseOnExec(fd);
  if (!closeOnExec.ok || closeOnExec.value) return failure(addFdErrors.notValid);
  const set = options.number('set');
  const id = set === null ? -1n : BigInt.asIntN(64, set);
  if (id < 0n) return failure(addFdErrors.set);
  const copy = process.dup(fd, { closeOnExec: true });
  if (!copy.ok) return failure(addFdErrors.notValid);
  const added = addMember(machine, copy.value, id, options.text('opaque'));
  if (added.ok) return success(fd);
  process.close(copy.value);
  return added;
}

/** `fd=N` on the command line is the number itself. Source: GETFD-10. */
function numberSource(text: string): Attempt<number> {
  return /^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text) ? success(Number(text)) : failure(socketErrors.unparsable(text));
}

function* addChardevs(machine: Machine, line: CommandLine): Task<string | null> {
  for (const { word, options } of line.chardevs) {
    const read = readChardevOption(options);
    if (!read.ok) return `-chardev ${word}: ${read.text}`;
    if (read.value.spec.backend.type === 'hub' && !machine.profile.hub) {
      return `-chardev ${word}: ${chardevErrors.badDriver('hub')}`;
    }
    const made = yield* openWanted(machine, read.value, numberSource);
    if (!made.ok) return `-chardev ${word}: ${made.text}`;
  }
  return null;
}

/** What QEMU opens for itself once it has read its options takes the numbers that became free. Source: both QEMUs. */
function occupy(machine: Machine, fd: number): void {
  const own = machine.process.eventfd({ name: 'charsim-internal', closeOnExec: true });
  if (!own.ok || own.value === fd) return;
  machine.process.dup(own.value, { min: fd, closeOnExec: true });
  machine.process.close(own.value);
}

function addSets(machine: Machine, line: CommandLine): string | null {
  const originals = new Set<number>();
  for (const { word, options } of line.addFd) {
    const added = addFd(machine, options);
    if (!added.ok) return `-add-fd ${word}: ${added.text}`;
    originals.add(added.value);
  }
  for (const fd of originals) {
    machine.process.close(fd);
    occupy(machine, fd);
  }
  return null;
}

/** The chardev under a monitor; it is there before everything that the command line asks for. */
function monitorChardev(machine: Machine, monitor: MonitorStart): Chardev {
  const chardev = createChardev(machine, monitor.label, 'socket');
  const { listener, connection } = monitor;
  chardev.backend = createSocketBackend(machine, chardev, { listener, connection, address: `unix:${monitor.label}` });
  chardev.open = connection >= 0;
  machine.chardevs.set(monitor.label, chardev);
  return chardev;
}

function* startMonitor(machine: Machine, start: MonitorStart, chardev: Chardev): Task<void> {
  const create = start.mode === 'qmp' ? createQmpMonitor : createHumanMonitor;
  const monitor = create(machine, start.id, chardev);
  yield* setHandlers(monitor.frontend, true);
}

/** The ports of a machine, by id. */
type Ports = { readonly serial: Map<string, Serial16550>; readonly witnesses: Map<string, Witness> };

function addWitness(machine: Machine, id: string, chardevId: string | undefined, into: Ports): string | null {
  const witness = createWitness(machine);
  into.witnesses.set(id, witness);
  if (chardevId === undefined) return null;
  const chardev = machine.chardevs.get(chardevId);
  const attached = chardev === undefined ? failure(chardevErrors.notFound(chardevId)) : witness.attach(chardev);
  return attached.ok ? null : attached.text;
}

/** A device as the command line has it. */
function deviceWord(start: DeviceOptions): string {
  const { kind, id } = start;
  const words = Object.entries(start).map(([key, value]) => [key, `${key}=${value}`] as const);
  const inOrder = ['chardev', 'name', 'nr', 'bus'].flatMap((key) => words.filter(([word]) => word === key));
  const limit =
    start.kind === 'virtio-serial-pci' && start.maxPorts !== undefined ? [`max_ports=${start.maxPorts}`] : [];
  return [kind, `id=${id}`, ...inOrder.map(([, word]) => word), ...limit].join(',');
}

function* addControllers(machine: Machine, specs: NonNullable<StartOptions['controllers']>): Task<string | null> {
  for (const spec of specs) {
    const start: DeviceOptions = { ...spec, kind: 'virtio-serial-pci' };
    const made = yield* addDevice(machine, start);
    if (!made.ok) return `-device ${deviceWord(start)}: ${made.text}`;
  }
  return null;
}

function* addPorts(machine: Machine, starts: readonly PortStart[], into: Ports): Task<string | null> {
  let index = 0;
  for (const start of starts) {
    if (start.kind === 'witness') {
      const error = addWitness(machine, start.id, start.chardev, into);
      if (error !== null) return error;
      continue;
    }
    if (start.kind !== '16550') {
      const made = yield* addDevice(machine, start);
      if (!made.ok) return `-device ${deviceWord(start)}: ${made.text}`;
      continue;
    }
    const word = `-device isa-serial,chardev=${start.chardev},index=${index}`;
    index += 1;
    const chardev = machine.chardevs.get(start.chardev);
    if (chardev === undefined) return `${word}: Property 'serial.chardev' can't find value '${start.chardev}'`;
    const serial = createSerial16550(machine, chardev);
    if (!serial.ok) return `${word}: Property 'serial.chardev' can't take value '${start.chardev}': ${serial.text}`;
    into.serial.set(start.id, serial.value);
    yield* setHandlers(serial.value.frontend, true);
  }
  return null;
}

/** Start-up: sets, chardevs, monitors, devices, and then the machine runs. The first error ends the process. Source: FDSET-44. */
function* startUp(machine: Machine, options: StartOptions, ports: Ports): Task<void> {
  const chardevs = options.monitors.map((monitor) => monitorChardev(machine, monitor));
  const line = parseCommandLine(options.words, machine.profile);
  let error = line.ok ? addSets(machine, line.value) : line.text;
  if (error === null && line.ok) error = yield* addChardevs(machine, line.value);
  if (error === null) error = yield* addControllers(machine, options.controllers ?? []);
  if (error === null) error = yield* addPorts(machine, options.ports, ports);
  if (error !== null) {
    machine.stderr.push(`${program}: ${error}`);
    endProcess(machine, 1);
    return;
  }
  for (const [at, monitor] of options.monitors.entries()) {
    const chardev = chardevs[at];
    if (chardev !== undefined) yield* startMonitor(machine, monitor, chardev);
  }
  machine.started = true;
  yield* resetDevices(machine);
  for (const chardev of [...machine.chardevs.values()]) yield* chardev.backend.startUpEnds?.() ?? immediate(undefined);
  if (options.paused || (line.ok && line.value.paused)) return;
  machine.runState = 'running';
  for (const controller of controllersOf(machine)) yield* machineRunsNow(machine, controller, true);
}

/** Where a machine runs. */
export type World = {
  readonly profile: Profile;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
};

/** Makes a machine in a process that already has its inherited descriptors, and schedules its start-up. */
export function startMachine(world: World, options: StartOptions): RunningMachine {
  const { scheduler, clock } = world;
  const machine: Machine = {
    ...world,
    mainLoop: createMainLoop({ scheduler, clock, name: 'main' }),
    monitorLoop: createMainLoop({ scheduler, clock, name: 'monitor' }),
    bigLock: createMutex(scheduler, 'big-lock'),
    processor: createProcessor(scheduler, () => machine),
    chardevs: new Map(),
    monitors: [],
    nodes: new Map(),
    randomSources: new Map(),
    hasPci: options.controllers !== null,
    devices: [],
    released: [],
    resets: [],
    recentEvents: new Map(),
    fdsets: [],
    monitorsConnected: 0,
    started: false,
    runState: 'prelaunch',
    quitRequested: false,
    stderr: [],
    deathSignal: null,
    exitStatus: null,
  };
  const ports: Ports = { serial: new Map(), witnesses: new Map() };
  let started = false;
  scheduleOnMainLoop(machine, 'start', function* (): Task<void> {
    yield* startUp(machine, options, ports);
    started = true;
  });
  return { machine, ports: ports.serial, witnesses: ports.witnesses, started: () => started };
}
