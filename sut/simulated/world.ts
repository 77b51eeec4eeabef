import type { Handle } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import type { Profile } from '../../model/language/profile.ts';
import { endGracePeriod, type Machine } from '../engine/machine.ts';
import type { Planted } from '../engine/planted.ts';
import type { RunningMachine } from '../engine/start.ts';
import { createKernel, type Kernel } from '../host/kernel.ts';
import type { Process } from '../host/process.ts';
import { createPortNames, type PortNames } from '../port-names.ts';
import { type Choice, type Chooser, recordingChooser } from '../runtime/chooser.ts';
import { type Clock, createClock } from '../runtime/clock.ts';
import { createScheduler, type Scheduler } from '../runtime/scheduler.ts';
import { createTrace, type Trace } from '../runtime/trace.ts';
import type { Link } from './link.ts';
import type { VirtioDriver } from './virtio-driver.ts';

/** The system under test, once it was launched. */
export type Launched = {
  readonly running: RunningMachine;
  readonly machine: Machine;
  /** Monitors that listen: id -> socket path and mode. */
  readonly listening: ReadonlyMap<string, { readonly path: string; readonly mode: 'qmp' | 'hmp' }>;
  /** Handle -> number under which it was inherited. */
  readonly inherited: ReadonlyMap<Handle, number>;
  /** Ports whose first use is over. */
  readonly initialised: Set<string>;
  /** Drivers of virtio-serial controllers, by the controller's id. */
  readonly drivers: Map<string, VirtioDriver>;
  /** Slaves of pty chardevs that the client has opened: path -> the scenario's name. */
  readonly terminals: Map<string, string>;
  /** Virtio ports by device id: where each is, or was. */
  readonly places: Map<string, { readonly controller: string; readonly nr: number }>;
};

/** One scenario's world: a kernel, the client's process, and (after `launch`) the engine's. */
export type World = {
  readonly planted?: Planted;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly chooser: Chooser & { readonly choices: readonly Choice[] };
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly kernel: Kernel;
  readonly client: Process;
  /** What happened in the engine since somebody asked. */
  readonly happenings: Happening[];
  readonly handles: Map<Handle, number>;
  /** Which of them are UDP sockets, which are read and written by the datagram. */
  readonly datagrams: Set<Handle>;
  readonly links: Map<string, Link>;
  readonly ports: PortNames;
  launched: Launched | null;
  held: boolean;
  /** Nobody can run, and nothing was done to anybody since that was seen. */
  isSettled: boolean;
  /** A planted fault may have cut what monitors print: after an error of sendmsg the rest of a message never comes. */
  torn: boolean;
};

/** The folder that stands for `{dir}`; long enough not to occur in any other text. */
export const folder = '/charsim-scenario';
const ptyFolder = '/dev/pts/';
/** Descriptors of the client: what it may hold is no matter of the system under test. */
const clientDescriptorsMax = 1 << 20;
/** First number in the engine's process under which handles are inherited that a launch names. */
export const inheritedFirst = 30;
/** Steps of one settling; more is a system that never comes to rest. */
const settleStepsMax = 100_000;

/** Steps that are looked at when it does not. */
const roundSteps = 50;

/** Blocks of ports below those that the kernel gives out. */
function portBlocks(): () => number {
  let next = 20_000;
  return () => {
    next += 10;
    return next - 10;
  };
}

/** A world without a system. */
export function createWorld(profile: Profile, inner: Chooser, planted?: Planted): World {
  const clock = createClock();
  const chooser = recordingChooser(inner);
  const trace = createTrace();
  const scheduler = createScheduler({
    chooser,
    onStep: (thread, step) => {
      trace.addNumber(thread.index);
      trace.addText(step.kind);
    },
  });
  const kernel = createKernel({ clock, chooser });
  const client = kernel.createProcess('client', {
    workingDirectory: folder,
    descriptorLimit: clientDescriptorsMax,
  });
  const world: World = {
    profile,
    clock,
    chooser,
    scheduler,
    trace,
    kernel,
    client,
    happenings: [],
    handles: new Map(),
    datagrams: new Set(),
    links: new Map(),
    ports: createPortNames(portBlocks(), () => learnPorts(world)),
    launched: null,
    held: false,
    isSettled: false,
    torn: false,
    // last: an object that begins with a spread and goes on with members is a map of its own in V8
    ...(planted === undefined ? {} : { planted }),
  };
  return world;
}

/** The engine did not come to rest within so many steps: says what it goes on with. */
export function circling(world: World, stepsMax: number): Error {
  const { machine } = world.launched ?? {};
  const loops = machine === undefined ? [] : [machine.mainLoop, machine.monitorLoop];
  const round = new Set<string>();
  for (let taken = 0; taken < roundSteps && world.scheduler.step(); taken += 1)
    for (const loop of loops) for (const what of loop.due()) round.add(`${loop.name} loop: ${what}`);
  for (const thread of world.scheduler.enabled()) round.add(`thread ${thread.name}`);
  return new Error(`the engine did not come to rest within ${stepsMax} steps; it goes on: ${[...round].join(', ')}`);
}

/** At rest a grace period ends, unless the world is held: whether something waited for that. Source: VSER-51. */
export function endGrace({ launched, held }: World): boolean {
  return !held && launched !== null && endGracePeriod(launched.machine);
}

/** Brings the world to rest, unless it is held. Throws when it does not come to rest. */
export function settle(world: World): void {
  world.isSettled = false;
  if (world.held) return;
  do {
    if (world.scheduler.runUntilSettled(settleStepsMax) === 'limit') throw circling(world, settleStepsMax);
  } while (endGrace(world));
  learnPorts(world); // a late answer may speak of one whose chardev is gone by then
  world.isSettled = true;
}

/** `{dir}` to the folder, in a text sent. */
export function inward(text: string): string {
  return text.includes('{dir}') ? text.replaceAll('{dir}', folder) : text;
}

/** The folder to `{dir}`, in a text received. */
export function outward(text: string): string {
  return text.includes(folder) ? text.replaceAll(folder, '{dir}') : text;
}

/** The file name of an inherited socket has its number: to the handle that the launch named. */
function withInherited({ launched }: World, text: string): string {
  if (launched === null || !text.includes('disconnected:fd:')) return text;
  return text.replaceAll(/disconnected:fd:(\d+)/g, (told, digits: string) => {
    const found = [...launched.inherited].find(([, as]) => as === Number(digits) && as >= inheritedFirst);
    return found === undefined ? told : `disconnected:fd:{fd:${found[0]}}`;
  });
}

/** The same for everything that a text sent to the system can name. */
export function inwardTo(world: World, text: string): string {
  return world.ports.inText(inChosen(world, inward(text)));
}

const chosenPath = /\/tmp\/qemu-socket-\d{6}/;

/** Paths that listening chardevs chose themselves, by the chardev's id. Source: SOCK-11. */
function chosenPaths({ launched }: World): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [id, { backend }] of launched?.machine.chardevs ?? []) {
    const [path] = chosenPath.exec(backend.filename()) ?? [];
    if (path !== undefined) paths.set(id, path);
  }
  return paths;
}

/** `{socket:ID}` to the path that chardev ID chose. */
export function inChosen(world: World, text: string): string {
  if (!text.includes('{socket:')) return text;
  const paths = chosenPaths(world);
  return text.replaceAll(/\{socket:([^}]*)\}/g, (whole, id: string) => paths.get(id) ?? whole);
}

function outChosen(world: World, text: string): string {
  if (!chosenPath.test(text)) return text;
  let shown = text;
  for (const [id, path] of chosenPaths(world)) shown = shown.replaceAll(path, () => `{socket:${id}}`);
  return shown;
}

/** Ports that chardevs found by themselves, or that clients were given. */
function learnPorts(world: World): void {
  for (const [id, { backend }] of world.launched?.machine.chardevs ?? []) {
    const address = backend.listensAt?.();
    if (address) world.ports.learnChardev(id, address.port);
  }
}

/** What every name that the world puts back has in it. */
const namesIn = /[/:=]/;

/** The converse: and the slave of pty chardev ID to `{pty:ID}`, ports to their names. */
export function outwardFrom(world: World, text: string): string {
  if (!namesIn.test(text)) return text;
  if (text.includes(':')) learnPorts(world);
  const shown = world.ports.outText(outChosen(world, withInherited(world, outward(text))));
  if (!shown.includes(ptyFolder)) return shown;
  const ids = new Map(world.launched?.machine.terminals);
  for (const [id, { backend }] of world.launched?.machine.chardevs ?? []) {
    if (backend.slavePath !== undefined) ids.set(backend.slavePath, id);
  }
  return shown.replaceAll(/\/dev\/pts\/\d+/g, (path) => (ids.has(path) ? `{pty:${ids.get(path)}}` : path));
}

/** The client's number for a handle. Throws on one that the scenario did not make: the scenario is wrong. */
export function descriptorOf(world: World, handle: Handle): number {
  const fd = world.handles.get(handle);
  if (fd === undefined) throw new Error(`the scenario uses handle ${handle}, which it has not made or has closed`);
  return fd;
}
