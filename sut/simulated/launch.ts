import type { ControllerSpec, Handle, LaunchOptions, MonitorSpec } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { type MonitorStart, startMachine } from '../engine/start.ts';
import type { Process } from '../host/process.ts';
import type { Result } from '../host/result.ts';
import { ownLabel } from '../own-chardevs.ts';
import { createLink } from './link.ts';
import { negotiate, takeGreeting } from './monitor-actions.ts';
import {
  descriptorOf,
  folder,
  inheritedFirst,
  inwardTo,
  type Launched,
  outwardFrom,
  settle,
  type World,
} from './world.ts';

/** What QEMU asks listen(2) for: one more client than that may wait. Source: SOCK-03. */
const monitorBacklog = 1;
/**
 * Numbers in the engine's process. Listeners are out of the way of what it opens by itself, which takes the lowest free one;
 * inherited connections come first, so that their numbers can be given out when they have ended.
 */
const number = { inheritedFirst, pairFirst: 3, listenerFirst: 80 } as const;
const defaultMonitors: readonly MonitorSpec[] = [{ id: 'qmp', mode: 'qmp', via: 'pair' }];

/** The value of a call that nothing in the world can make fail. */
function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`the simulated host refused a call of the target: ${result.errno}`);
  return result.value;
}

/** The number under which each handle is inherited: fixed ones first, those of `{fd:HANDLE}` from 30 on. */
function inheritedNumbers(options: LaunchOptions): Map<Handle, number> {
  const numbers = new Map<Handle, number>();
  for (const [fixed, handle] of Object.entries(options.inherit ?? {})) numbers.set(handle, Number(fixed));
  let next: number = number.inheritedFirst;
  for (const word of options.args ?? []) {
    if (!word.includes('{fd:')) continue;
    for (const [, handle = ''] of word.matchAll(/\{fd:([^}]*)\}/g)) {
      if (numbers.has(handle)) continue;
      numbers.set(handle, next);
      next += 1;
    }
  }
  return numbers;
}

function wordsOf(world: World, options: LaunchOptions, inherited: ReadonlyMap<Handle, number>): readonly string[] {
  return (options.args ?? []).map((word) =>
    inwardTo(
      world,
      word.replaceAll(/\{fd:([^}]*)\}/g, (_whole, handle: string) => String(inherited.get(handle))),
    ),
  );
}

/** Puts the names back into an error line: the words as the scenario gave them, and quoted numbers of handles. */
function shownLine(
  world: World,
  line: string,
  launched: Launched,
  options: LaunchOptions,
  words: readonly string[],
): string {
  let shown = line;
  for (const [at, word] of (options.args ?? []).entries()) {
    const given = words[at] ?? word;
    const option = words[at - 1];
    if (given !== inwardTo(world, word)) shown = shown.replace(`${option} ${given}: `, () => `${option} ${word}: `);
  }
  for (const [handle, as] of launched.inherited) {
    if (as >= number.inheritedFirst) shown = shown.replaceAll(`'${as}'`, `'{fd:${handle}}'`);
  }
  return outwardFrom(world, shown);
}

/** A connected pair: the client's end becomes a link, the engine's end is inherited (close-on-exec set again). */
function pairMonitor(world: World, process: Process, spec: MonitorSpec, as: number): void {
  const [mine, theirs] = must(world.client.socketpair('stream', { name: `${ownLabel}${spec.id}` }));
  must(world.client.inherit(process, { [as]: theirs }));
  must(world.client.close(theirs));
  must(process.setCloseOnExec(as, true));
  world.links.set(spec.id, createLink(world, spec.mode, mine));
}

function listeningMonitor(process: Process, spec: MonitorSpec, as: number, path: string): void {
  const socket = must(process.socket('stream', { name: `${ownLabel}${spec.id}`, closeOnExec: true }));
  must(process.bind(socket, path));
  must(process.listen(socket, monitorBacklog));
  must(process.dup(socket, { min: as, closeOnExec: true }));
  must(process.close(socket));
}

function standardStreams(world: World, process: Process): void {
  const stream = must(world.client.open('/dev/null', { access: 'rw' }));
  must(world.client.inherit(process, { 0: stream, 1: stream, 2: stream }));
  must(world.client.close(stream));
}

type Prepared = { readonly starts: readonly MonitorStart[]; readonly listening: Launched['listening'] };

function prepareMonitors(world: World, process: Process, specs: readonly MonitorSpec[]): Prepared {
  const listening = new Map<string, { readonly path: string; readonly mode: 'qmp' | 'hmp' }>();
  let pair: number = number.pairFirst;
  const starts = specs.map((spec, at): MonitorStart => {
    const common = { id: spec.id, label: `${ownLabel}${spec.id}`, mode: spec.mode };
    if (spec.via === 'pair') {
      while (process.getCloseOnExec(pair).ok) pair += 1;
      pairMonitor(world, process, spec, pair);
      return { connection: pair, listener: -1, ...common };
    }
    const as = number.listenerFirst + at;
    const path = `${folder}-${spec.id}.socket`;
    listeningMonitor(process, spec, as, path);
    listening.set(spec.id, { path, mode: spec.mode });
    return { connection: -1, listener: as, ...common };
  });
  return { starts, listening };
}

/** The controllers of a virtio machine; null for every other. */
function controllersOf({ machine, controllers, ports = [] }: LaunchOptions): readonly ControllerSpec[] | null {
  const virtio = ports.some(({ kind }) => kind !== '16550' && kind !== 'witness') || controllers !== undefined;
  if ((machine ?? (virtio ? 'virtio' : 'none')) !== 'virtio') return null;
  return controllers ?? [{ id: 'vs0' }];
}

/** How a system that has ended is seen. */
export function endOutcome(world: World, launched: Launched, options: LaunchOptions): Outcome {
  const words = wordsOf(world, options, launched.inherited);
  const stderr = launched.machine.stderr
    .flatMap((line) => shownLine(world, line, launched, options, words).split('\n'))
    .filter((line) => /^(qemu-system-x86_64|Replay): /.test(line));
  const { deathSignal } = launched.machine;
  if (deathSignal !== null) return { see: 'died', signal: deathSignal, stderr };
  return { see: 'exit', status: launched.machine.exitStatus ?? 0, stderr };
}

/** Starts the engine in a process of its own and waits until it serves. Source: RT-5, RT-6. */
export function launch(world: World, options: LaunchOptions): Outcome {
  const process = world.kernel.createProcess('qemu', { workingDirectory: folder });
  standardStreams(world, process);
  const inherited = inheritedNumbers(options);
  for (const [handle, as] of inherited) must(world.client.inherit(process, { [as]: descriptorOf(world, handle) }));
  const specs = options.monitors ?? defaultMonitors;
  const { starts, listening } = prepareMonitors(world, process, specs);
  const { profile, scheduler, clock, happenings, planted } = world;
  const running = startMachine(
    { profile, process, scheduler, clock, happenings, ...(planted === undefined ? {} : { planted }) },
    {
      words: wordsOf(world, options, inherited),
      paused: options.paused ?? false,
      monitors: starts,
      ports: options.ports ?? [],
      controllers: controllersOf(options),
    },
  );
  const launched: Launched = {
    running,
    machine: running.machine,
    listening,
    inherited,
    initialised: new Set(),
    drivers: new Map(),
    places: new Map(),
    terminals: new Map(),
  };
  world.launched = launched;
  settle(world);
  return launchedOutcome(world, launched, options);
}

/** Whether it serves by now; then its monitors greet. Also for a launch that had to wait (SOCK-02). */
export function launchedOutcome(world: World, launched: Launched, options: LaunchOptions): Outcome {
  const { running } = launched;
  if (launched.machine.exitStatus !== null) {
    for (const link of world.links.values()) world.client.close(link.fd);
    world.links.clear();
    return endOutcome(world, launched, options);
  }
  if (!running.started()) return { see: 'silent' };
  for (const spec of options.monitors ?? defaultMonitors) {
    const link = world.links.get(spec.id);
    if (link === undefined || (spec.mode === 'qmp' && spec.negotiate === false)) continue;
    takeGreeting(world, link);
    if (spec.mode === 'qmp') negotiate(world, link, spec.enable);
  }
  return { see: 'launched' };
}
