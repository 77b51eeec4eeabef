import { completed } from '../../host/completed.ts';
import type { SocketAddress } from '../../host/process.ts';
import type { Result } from '../../host/result.ts';
import { atOnce, type Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { ConnectTarget, Link, RunningAttempt } from './socket-link.ts';
import { attemptEnds } from './yank-instance.ts';

/** Takes over a descriptor that is connected now. */
export type Connected = (fd: number) => Task<void>;

/** The timer runs for the whole delay after each failure and each disconnect. Source: SOCK-06. */
export function startTimer(link: Link, connected: Connected): void {
  const { machine, ends } = link;
  if (ends.reconnect === undefined || link.closed) return;
  const due = (): void => {
    link.timer = null;
    if (link.stage === 'disconnected') startConnecting(link, connected);
  };
  link.timer = machine.mainLoop.addTimer(ends.reconnect.delayNs, () => atOnce(due));
}

/** connect(2) as the sockets of QEMU do it: an empty path is an abstract name, and nobody has it. Source: both QEMUs. */
export function connectSocket(machine: Machine, fd: number, where: SocketAddress): Result<void> {
  return where === '' ? { ok: false, errno: 'ECONNREFUSED', sleep: null } : machine.process.connect(fd, where);
}

/** A thread that sleeps when the process is killed never wakes. */
function whileAlive(machine: Machine, begun: Result<void>): Result<void> {
  if (begun.ok || begun.sleep === null) return begun;
  const { sleep } = begun;
  return { ...begun, sleep: { ...sleep, awake: () => machine.exitStatus === null && sleep.awake() } };
}

/** What the system calls the family of an address: AF_INET, AF_INET6; a path has none that is told. */
function numberOf(where: SocketAddress): 2 | 10 | null {
  if (typeof where === 'string' || !('host' in where)) return null;
  return where.host.includes(':') ? 10 : 2;
}

/** socket(2) and connect(2), which may wait for room in the listener's queue; or the text of what failed. */
export function* connectTarget(machine: Machine, { where, family, text }: ConnectTarget): Task<Attempt<number>> {
  const { process } = machine;
  const made = process.socket('stream', { closeOnExec: true, family });
  if (!made.ok) return failure(socketErrors.noClient(numberOf(where), errnoText(made.errno)));
  const begun = connectSocket(machine, made.value, where);
  machine.connecting.add(made.value);
  const ended = begun.ok ? begun : yield* completed(whileAlive(machine, begun), 'connect');
  machine.connecting.delete(made.value);
  if (ended.ok) return success(made.value);
  process.close(made.value);
  return failure(socketErrors.connectFailed(text, errnoText(ended.errno)));
}

/** One attempt, in a thread of its own; the main loop takes the result once it has nothing else to do. Source: SOCK-05, experiment. */
export function startConnecting(link: Link, connected: Connected): void {
  const { machine, ends } = link;
  if (ends.reconnect === undefined) return;
  link.stage = 'attempting';
  const attempt: RunningAttempt = { over: false, conclude: () => immediate(undefined) };
  link.attempt = attempt;
  machine.scheduler.spawn('connect', connecting(link, attempt, ends.reconnect.target, connected));
}

/** Once, until it was connected again: also when its chardev has gone by then. Source: SOCK-05; by experiment on three releases. */
function tellFailure(link: Link, text: string): void {
  const { machine, chardev } = link;
  const subject = `qemu-system-x86_64: Unable to connect character device ${chardev.label}`;
  if (!link.failureTold) machine.stderr.push(`${subject}: ${text}`);
  link.failureTold = true;
}

function* conclude(link: Link, attempt: RunningAttempt, connected: Connected, made: Attempt<number>): Task<void> {
  if (link.attempt !== attempt) return;
  link.attempt = null;
  if (made.ok) {
    yield* connected(made.value);
    return;
  }
  link.stage = 'disconnected';
  tellFailure(link, made.text);
  startTimer(link, connected);
}

function* connecting(link: Link, attempt: RunningAttempt, target: ConnectTarget, connected: Connected): Task<void> {
  const { machine } = link;
  const made = yield* connectTarget(machine, target);
  if (machine.exitStatus !== null) return;
  attempt.conclude = () => conclude(link, attempt, connected, made);
  attempt.over = true;
  whenIdle(machine, made.ok ? made.value : null, () => onConnect(link, attempt, made));
}

/** Whether the main loop is never idle, as something is tried again and again. Source: Q-FOUND-17. */
function isNeverIdle(machine: Machine): boolean {
  if (!hasQuirk(machine, 'Q-FOUND-17')) return false;
  return [...machine.spinning.values()].some((spinsOn) => spinsOn(machine.mainLoop));
}

/** `fd`: what nobody else knows of until then. */
function whenIdle(machine: Machine, fd: number | null, run: () => Task<void>): void {
  const { mainLoop } = machine;
  if (!isNeverIdle(machine)) {
    mainLoop.scheduleWhenIdle('connected', run);
    return;
  }
  if (fd !== null) machine.connecting.add(fd);
  const schedule = (): boolean => {
    if (fd !== null) machine.connecting.delete(fd);
    mainLoop.scheduleWhenIdle('connected', run);
    return false;
  };
  addWatch(
    mainLoop,
    'connected',
    () => !isNeverIdle(machine),
    () => atOnce(schedule),
  );
}

function* onConnect(link: Link, attempt: RunningAttempt, made: Attempt<number>): Task<void> {
  if (!link.closed) return yield* attempt.conclude();
  if (made.ok) link.machine.process.close(made.value);
  else tellFailure(link, made.text);
  yield* attemptEnds(link.machine, attempt, made.ok);
}
