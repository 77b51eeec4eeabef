import { closeSync } from 'node:fs';
import { join } from 'node:path';
import type { Handle, LaunchOptions, MonitorSpec } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { TargetFailure } from '../target.ts';
import { closeChannel, makeChannel, transmit } from './channel.ts';
import { type ClientHandles, handleNamed } from './client-handles.ts';
import { inheritedFirst, machineOf, monitorsOf, type Plan, planLaunch, wantsControl } from './command-line.ts';
import { type ControlMonitor, controlCommand } from './control-monitor.ts';
import { exitTexts } from './exit-texts.ts';
import { awaitPrompt, type HmpLink } from './hmp-link.ts';
import { stringifyValue } from './json.ts';
import type { Libc } from './libc.ts';
import { type End, type QemuProcess, spawnQemu, waitForEnd } from './qemu-process.ts';
import { awaitMessage, commandEnd, type QmpLink } from './qmp-link.ts';
import { type Qtest, qtestCommand } from './qtest.ts';
import { makeQtestMachine } from './qtest-machine.ts';
import { restsFor } from './rest.ts';
import { inText } from './texts.ts';
import type { Transcript } from './transcript.ts';
import { makeVirtioGuest, type VirtioGuest } from './virtio-guest.ts';

/** One connection of the scenario to a monitor. */
export type Link = QmpLink | HmpLink;

/** What the sessions of one target share. */
export type Surroundings = {
  readonly libc: Libc;
  /** Program and words before all others, e.g. a wrapper's. */
  readonly program: readonly [string, ...string[]];
  readonly programName: string;
  readonly extraWords: readonly string[];
  readonly romFile: string;
  readonly timeoutMs: number;
  /** How many times as long as usual everything takes, under a wrapper. */
  readonly slowness: number;
};

/** One QEMU with all connections to it. */
export type RunningSystem = {
  readonly qemu: QemuProcess;
  readonly options: LaunchOptions;
  readonly qtest: Qtest;
  control: ControlMonitor | undefined;
  /** Connections of the scenario by name. */
  readonly links: Map<string, Link>;
  /** Listening monitors by id. */
  readonly listening: ReadonlyMap<string, { readonly path: string; readonly mode: 'qmp' | 'hmp' }>;
  /** What drives virtio ports; absent on other machines. */
  readonly guest: VirtioGuest | undefined;
  /** What devices were told to do while the main loop was held up, which nobody has seen done yet. */
  readonly devicesDue: { unplugged: boolean; plugged: boolean };
  /** Ports whose registers were set up. */
  readonly initialised: Set<string>;
  readonly transcript: Transcript;
  readonly inherited: ReadonlyMap<Handle, number>;
  /** Characters of standard error that belong to earlier scenarios. */
  stderrFrom: number;
};

const greetingPatienceMs = 5000;
const endPatienceMs = 2000;
/** So long nothing runs in a start that stands still. */
const standstillMs = 20;
const inheritedFixedMax = 19;

/** An end as an outcome. */
export function endOutcome(around: Surroundings, system: RunningSystem, handles: ClientHandles, end: End): Outcome {
  const text = system.qemu.stderr().slice(system.stderrFrom);
  const { options, inherited } = system;
  const stderr = exitTexts(text, around.programName, { options, handles, inherited });
  return end.kind === 'exited'
    ? { see: 'exit', status: end.status, stderr }
    : { see: 'died', signal: end.signal, stderr };
}

type Ends = { readonly fds: Map<number, number>; readonly made: number[] };

function socketFor(libc: Libc, ends: Ends, childNumber: number): number {
  const [ours, theirs] = libc.socketpair('stream');
  ends.fds.set(childNumber, theirs);
  ends.made.push(theirs);
  return ours;
}

/** Starts QEMU; what it is given is closed on our side except the handles, which stay the client's. */
function start(
  around: Surroundings,
  handles: ClientHandles,
  options: LaunchOptions,
  socketFolder: string,
  transcript: Transcript,
): RunningSystem {
  const { libc } = around;
  const specs = monitorsOf(options);
  const listening = new Map<string, { path: string; mode: 'qmp' | 'hmp' }>();
  for (const { id, mode, via } of specs) {
    if (via === 'listen') listening.set(id, { path: join(socketFolder, `${id}.sock`), mode });
  }
  const socketPaths = new Map([...listening].map(([id, { path }]) => [id, path]));
  const plan: Plan = planLaunch({
    options,
    named: (text) => inText(handles, text),
    romFile: around.romFile,
    socketPaths,
    extraWords: around.extraWords,
  });
  const ends: Ends = { fds: new Map(), made: [] };
  const qtestFd = socketFor(libc, ends, plan.qtestNumber);
  const controlFd = wantsControl(options) ? socketFor(libc, ends, plan.controlNumber) : undefined;
  const links = new Map<string, Link>();
  for (const spec of specs) {
    const childNumber = plan.pairNumbers.get(spec.id);
    if (childNumber !== undefined) {
      links.set(spec.id, makeLink(spec.id, spec.mode, 'pair', socketFor(libc, ends, childNumber), transcript, spec.id));
    }
  }
  for (const [handle, number] of plan.inherited) {
    ends.fds.set(number, handleNamed(handles, handle).fd);
    if (number >= inheritedFirst) handles.inherited.set(number, handle);
  }
  const words: readonly [string, ...string[]] = [...around.program, ...plan.words];
  const qemu = spawnQemu(libc, { words, folder: handles.folder, fds: ends.fds, slowness: around.slowness });
  for (const fd of ends.made) closeSync(fd);
  if ('problem' in qemu) throw new TargetFailure(`QEMU could not be started: ${qemu.problem}`);
  // a replay looks for its next event all the time: its threads never rest
  if (options.args?.some((word) => word.includes('rr=replay'))) qemu.restless = true;
  const qtest: Qtest = { channel: makeChannel(qtestFd, transcript.of('qtest')), owed: 0 };
  return {
    qemu,
    options,
    qtest,
    guest:
      machineOf(options) === 'virtio' ? makeVirtioGuest(makeQtestMachine(libc, qtest, around.timeoutMs)) : undefined,
    control:
      controlFd === undefined
        ? undefined
        : { channel: makeChannel(controlFd, transcript.of('charsim-control')), owed: 0, isHeldUp: false },
    links,
    listening,
    devicesDue: { unplugged: false, plugged: false },
    initialised: new Set(),
    transcript,
    inherited: plan.inherited,
    stderrFrom: 0,
  };
}

/** A connection that the scenario knows as `name`. */
export function makeLink(
  monitor: string,
  mode: 'qmp' | 'hmp',
  via: 'pair' | 'listen',
  fd: number,
  transcript: Transcript,
  name: string,
): Link {
  const channel = makeChannel(fd, transcript.of(name));
  return mode === 'qmp'
    ? { kind: 'qmp', monitor, via, channel, lines: [], ordered: 0, isLinewise: false, hiddenLines: 0, owed: 0 }
    : { kind: 'hmp', monitor, via, channel };
}

/** Sends qmp_capabilities and drops its reply; false if it did not come. */
export function negotiate(
  libc: Libc,
  link: QmpLink,
  enable: readonly 'oob'[] | undefined,
  patienceMs: number,
): boolean {
  const command =
    enable === undefined || enable.length === 0
      ? { execute: 'qmp_capabilities' }
      : { execute: 'qmp_capabilities', arguments: { enable } };
  if (!transmit(libc, link.channel, `${stringifyValue(command)}${commandEnd(link)}`, [], patienceMs)) return false;
  link.hiddenLines = link.channel.sent.lines;
  const reply = awaitMessage(libc, link, patienceMs, (message) => 'return' in message || 'error' in message);
  return typeof reply === 'object';
}

function greetPair(libc: Libc, link: Link, spec: MonitorSpec, patienceMs: number): void {
  if (link.kind === 'hmp') awaitPrompt(libc, link, patienceMs);
  else if (spec.negotiate !== false) {
    awaitMessage(libc, link, patienceMs, (message) => 'greeting' in message);
    negotiate(libc, link, spec.enable, patienceMs);
  }
}

function checkInherited(options: LaunchOptions): void {
  for (const number of Object.keys(options.inherit ?? {})) {
    const value = Number(number);
    if (!Number.isInteger(value) || value < 0 || value === 2 || value > inheritedFixedMax) {
      throw new Error(`launch.inherit: number ${number} is not 0, 1 or in 3..${inheritedFixedMax}`);
    }
  }
}

/**
 * Launches QEMU and waits until its main loop answers and every inherited monitor has greeted. The outcome is
 * `launched`, its end, or `silent` when it hangs at start (e.g. in opening a FIFO).
 */
export function launchSystem(
  around: Surroundings,
  handles: ClientHandles,
  options: LaunchOptions,
  socketFolder: string,
  transcript: Transcript,
  startMs: number = around.timeoutMs,
): { readonly system: RunningSystem; readonly outcome: Outcome } {
  checkInherited(options);
  const system = start(around, handles, options, socketFolder, transcript);
  return { system, outcome: awaitLaunched(around, handles, system, startMs) };
}

/** A start that waits for something stands still; before, a slow machine has only not come so far. */
function awaitStandstill(qemu: QemuProcess, timeoutMs: number): void {
  const deadline = performance.now() + timeoutMs;
  while (qemu.end() === undefined && !restsFor(qemu.pid, standstillMs) && performance.now() < deadline);
}

/** Whether a QEMU that was started serves within the time: `launched`, its end, or `silent`; may be asked again. */
export function awaitLaunched(
  around: Surroundings,
  handles: ClientHandles,
  system: RunningSystem,
  startMs: number,
): Outcome {
  const { libc } = around;
  const patienceMs = greetingPatienceMs * around.slowness;
  const ended = (): Outcome => {
    const end = waitForEnd(system.qemu, endPatienceMs);
    return end === undefined ? { see: 'silent' } : endOutcome(around, system, handles, end);
  };
  const answer = qtestCommand(libc, system.qtest, 'inb 0x80', startMs);
  if (answer === 'silent') {
    awaitStandstill(system.qemu, around.timeoutMs);
    return { see: 'silent' };
  }
  if (answer === 'gone') return ended();
  if (system.control !== undefined && !greetControl(libc, system.control, patienceMs)) return ended();
  for (const spec of monitorsOf(system.options)) {
    const link = system.links.get(spec.id);
    if (link !== undefined) greetPair(libc, link, spec, patienceMs);
  }
  return { see: 'launched' };
}

function greetControl(libc: Libc, control: ControlMonitor, patienceMs: number): boolean {
  return controlCommand(libc, control, 'qmp_capabilities', patienceMs) !== undefined;
}

/** Kills QEMU if it still runs, and closes every connection. */
export async function endSystem(system: RunningSystem): Promise<void> {
  await system.qemu.kill();
  closeChannel(system.qtest.channel);
  if (system.control !== undefined) closeChannel(system.control.channel);
  for (const { channel } of system.links.values()) closeChannel(channel);
}
