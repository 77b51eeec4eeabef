import type { Happening } from '../../model/language/happening.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Process } from '../host/process.ts';
import type { Clock } from '../runtime/clock.ts';
import { createMainLoop } from '../runtime/main-loop.ts';
import { createMutex } from '../runtime/mutex.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Task } from '../runtime/task.ts';
import { type Chardev, createChardev } from './chardev/chardev.ts';
import { usualEscapeByte } from './chardev/mux-input.ts';
import { createSocketBackend } from './chardev/socket.ts';
import { type CommandLine, chardevIds, parseCommandLine } from './command-line.ts';
import { endProcess } from './end.ts';
import { nextComplaint } from './error-text.ts';
import { type Attempt, failure, success } from './failure.ts';
import { addMember, takesWideNumbers } from './fd/fdset.ts';
import type { DebugConsole } from './frontend/debug-console.ts';
import { controllersOf, type DeviceOptions, resetDevices } from './frontend/device.ts';
import { createProcessor } from './frontend/processor.ts';
import type { Serial16550 } from './frontend/serial-16550.ts';
import { machineRunsNow } from './frontend/virtio-serial-bus.ts';
import type { Witness } from './frontend/witness.ts';
import { immediate } from './immediate.ts';
import { type Machine, scheduleOnMainLoop } from './machine.ts';
import type { OptionList } from './option-list.ts';
import type { Planted } from './planted.ts';
import { startTape } from './replay/drivers.ts';
import { addChardevs, addLegacy, addMonitor, addMonitors } from './start-chardevs.ts';
import { addControllers, addPorts, type Ports } from './start-devices.ts';

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
  | { readonly id: string; readonly kind: '16550'; readonly chardev: string; readonly board?: true }
  | { readonly id: string; readonly kind: 'debugcon'; readonly chardev: string }
  | { readonly id: string; readonly kind: 'pci-serial'; readonly chardev: string }
  | { readonly id: string; readonly kind: 'witness'; readonly chardev?: string }
  | DeviceOptions;
/** What a machine is started with; `words` are options as on a command line. */
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
  readonly debugConsoles: ReadonlyMap<string, DebugConsole>;
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
  chardev.backend = createSocketBackend(machine, chardev, {
    listeners: listener < 0 ? [] : [listener],
    connection,
    address: `unix:${monitor.label}`,
    server: listener >= 0,
  });
  chardev.open = connection >= 0;
  machine.chardevs.set(monitor.label, chardev);
  return chardev;
}

function* startMonitor(machine: Machine, start: MonitorStart, chardev: Chardev): Task<void> {
  const error = yield* addMonitor(machine, start.mode, start.id, chardev, { echoes: false, pretty: false });
  if (error !== null) throw new Error(error);
}

/** Everything that the words and the launch ask for, in QEMU's order; the first error's text. */
function* makeAll(
  machine: Machine,
  options: StartOptions,
  line: CommandLine,
  monitorChardevs: readonly Chardev[],
  ports: Ports,
): Task<string | null> {
  machine.escapeByte = line.escapeByte ?? usualEscapeByte;
  machine.reservedIds = chardevIds(line);
  let error = addSets(machine, line);
  if (error === null && line.counting !== null) {
    const tape = startTape(machine, line.counting.word, line.counting.options);
    if (!tape.ok) error = tape.text;
  }
  if (error === null) error = yield* addChardevs(machine, line);
  if (error !== null) return error;
  for (const [at, monitor] of options.monitors.entries()) {
    const chardev = monitorChardevs[at];
    if (chardev !== undefined) yield* startMonitor(machine, monitor, chardev);
  }
  error = yield* addMonitors(machine, line);
  const board: string[] = [];
  if (error === null) error = yield* addLegacy(machine, line, board);
  if (error === null) error = yield* addControllers(machine, options.controllers ?? []);
  return error ?? (yield* addPorts(machine, options.ports, board, ports));
}

/** Start-up: sets, chardevs, monitors, devices, and then the machine runs. The first error ends the process. Source: FDSET-44. */
function* startUp(machine: Machine, options: StartOptions, ports: Ports): Task<void> {
  const chardevs = options.monitors.map((monitor) => monitorChardev(machine, monitor));
  const line = parseCommandLine(options.words, machine.profile);
  const error = line.ok ? yield* makeAll(machine, options, line.value, chardevs, ports) : line.text;
  if (error !== null) {
    for (const text of error.split(nextComplaint)) {
      machine.stderr.push(text.startsWith('Replay: ') ? text : `${program}: ${text}`);
    }
    endProcess(machine, 1);
    return;
  }
  machine.started = true;
  yield* resetDevices(machine);
  for (const chardev of [...machine.chardevs.values()]) yield* chardev.backend.startUpEnds?.() ?? immediate(undefined);
  if (options.paused || (line.ok && line.value.paused)) return;
  machine.runState = 'running';
  machine.tape?.machineRuns();
  for (const controller of controllersOf(machine)) yield* machineRunsNow(machine, controller, true);
}

function* startAll(machine: Machine, options: StartOptions, ports: Ports, progress: { started: boolean }): Task<void> {
  yield* startUp(machine, options, ports);
  progress.started = true;
}

/** Where a machine runs. */
export type World = {
  readonly planted?: Planted;
  /** Takes what happens; without it, the machine keeps it to itself. */
  readonly happenings?: Happening[];
  readonly profile: Profile;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
};

/** Makes a machine in a process that already has its inherited descriptors, and schedules its start-up. */
export function startMachine(world: World, options: StartOptions): RunningMachine {
  const { scheduler, clock } = world;
  const bigLock = createMutex(scheduler, 'big-lock', true);
  const machine: Machine = {
    mainLoop: createMainLoop({ scheduler, clock, name: 'main', lock: bigLock }),
    monitorLoop: createMainLoop({ scheduler, clock, name: 'monitor' }),
    bigLock,
    processor: createProcessor(scheduler, () => machine),
    chardevs: new Map(),
    happenings: [],
    generations: 0,
    changes: 0,
    monitors: [],
    terminals: new Map(),
    nodes: new Map(),
    randomSources: new Map(),
    hasPci: options.controllers !== null,
    devices: [],
    released: [],
    portOutputs: [],
    resets: [],
    pictures: [],
    desertedConnections: new Set(),
    spinning: new Map(),
    recentEvents: new Map(),
    fdsets: [],
    monitorsConnected: 0,
    started: false,
    runState: 'prelaunch',
    quitRequested: false,
    dispatching: false,
    stdioInUse: false,
    stdioFlags: [[], []],
    escapeByte: usualEscapeByte,
    reservedIds: [],
    oldNamesUsed: new Set(),
    leftAttempts: [],
    connecting: new Set(),
    stderr: [],
    speaker: `${program}: `,
    deathSignal: null,
    tape: null,
    exitStatus: null,
    ...world,
  };
  const ports: Ports = { serial: new Map(), witnesses: new Map(), debugConsoles: new Map() };
  const progress = { started: false };
  scheduleOnMainLoop(machine, 'start', () => startAll(machine, options, ports, progress));
  const { serial, witnesses, debugConsoles } = ports;
  return { machine, ports: serial, witnesses, debugConsoles, started: () => progress.started };
}
