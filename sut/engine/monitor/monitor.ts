import type { MainLoop } from '../../runtime/main-loop.ts';
import { createMutex, lock, lockAtOnce, type Mutex, unlock, unlockAtOnce } from '../../runtime/mutex.ts';
import { atOnce, type Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import type { Chardev, ChardevEvent, Frontend } from '../chardev/chardev.ts';
import { attach } from '../chardev/frontend-handle.ts';
import { frontendWrite } from '../chardev/output.ts';
import { writeAgain } from '../chardev/write-result.ts';
import { type Attempt, success } from '../failure.ts';
import { monitorGone } from '../fd/fdset.ts';
import { closeAllNames, type NamedDescriptors } from '../fd/names.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { encodeModified } from '../utf8.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import type { QmpSession } from './qmp-session.ts';

/** One monitor: its chardev, what it holds for its clients, and (in QMP mode) its session. */
export type Monitor = {
  readonly id: string;
  readonly chardev: Chardev;
  readonly frontend: Frontend;
  /** They belong to the monitor, not to the connection (GETFD-05). */
  readonly names: NamedDescriptors;
  /** Null: a human monitor. */
  readonly session: QmpSession | null;
  connected: boolean;
  /** Goes up with every connection: answers to an earlier client are dropped. */
  epoch: number;
  /** Whoever prints holds it, and whoever notes that a client left: main loop and monitor thread both do. */
  readonly printing: Mutex;
  /** Input and prompt go elsewhere: what is printed is kept. Source: MUX-04, MUX-14. */
  muted: boolean;
  /** It is called back once the far end takes more. */
  waiting: boolean;
  /** What could not be written yet. */
  readonly unwritten: Backlog;
};

/** What the two kinds of monitor do differently. */
export type MonitorBehaviour = {
  canRead(): number;
  read(bytes: Uint8Array): Task<void>;
  /** Each OPENED, also one that follows another. */
  opened(): Task<void>;
  closed(): void;
  /** The focus of a mux leaves or comes. */
  focused?(has: boolean): Task<void>;
};

/** Whether names outlive their client and untaken descriptors wait for a later command. Source: DEF-09. */
export function keepsForLater(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-09');
}

/** Writes what is kept, unless the monitor is mute; also where it waits for room already. Null: that is done. */
function flush(machine: Machine, monitor: Monitor): Task<void> | null {
  if (monitor.muted) return null;
  const bytes = monitor.unwritten.waiting();
  if (bytes.length === 0) return null;
  const given = frontendWrite(machine, monitor.frontend, bytes);
  if (typeof given !== 'number') return flushOn(machine, monitor, bytes, given);
  wrote(machine, monitor, bytes, given);
  return null;
}

function* flushOn(machine: Machine, monitor: Monitor, bytes: Uint8Array, given: Task<number>): Task<void> {
  wrote(machine, monitor, bytes, yield* given);
}

function wrote(machine: Machine, monitor: Monitor, bytes: Uint8Array, count: number): void {
  const isOver = count === bytes.length || (count !== writeAgain && count < 0);
  monitor.unwritten.took(isOver ? bytes.length : Math.max(count, 0));
  if (isOver || monitor.waiting) return;
  const watch = monitor.chardev.backend.watchOutput(monitor.frontend.loop, () => {
    monitor.waiting = false;
    return alone(monitor, () => flush(machine, monitor) ?? immediate(undefined));
  });
  monitor.waiting = watch !== null;
}

/** With `printing` held; who holds it already goes on: a write that fails says that the client has left. */
function* alone(monitor: Monitor, run: () => Task<void>): Task<void> {
  const { printing } = monitor;
  const isHeld = holds(printing);
  if (!isHeld && !lockAtOnce(printing)) yield* lock(printing);
  yield* run();
  if (!isHeld && !unlockAtOnce(printing)) yield* unlock(printing);
}

function holds({ owner, scheduler }: Mutex): boolean {
  return owner !== null && owner === scheduler.current;
}

/**
 * How much it reads at once: a byte, as who shares its chardev can tell. Of the test's own connection nobody can, nor does
 * the order of threads depend on it: all that is there is read; what reading byte by byte would see is kept (FDSET-02).
 */
export function pieceFor({ chardev, printing }: Monitor): number {
  return chardev.label.startsWith('charsim-') || printing.scheduler.explored ? 4096 : 1;
}

const lineFeed = 0x0a;

/**
 * Sends bytes to the client, if it is still the one that is there now, a line at a time. Source: monitor_puts, which flushes
 * at each line end.
 */
export function* printBytes(machine: Machine, monitor: Monitor, bytes: Uint8Array): Task<void> {
  const { epoch, printing } = monitor;
  if (!monitor.connected) return;
  const isHeld = holds(printing);
  if (!isHeld && !lockAtOnce(printing)) yield* lock(printing);
  for (let from = 0; from < bytes.length && monitor.connected && monitor.epoch === epoch; ) {
    const end = bytes.indexOf(lineFeed, from) + 1;
    const isAll = from === 0 && (end === 0 || end === bytes.length);
    const line = isAll ? bytes : bytes.subarray(from, end === 0 ? bytes.length : end);
    from += line.length;
    monitor.unwritten.put(line);
    const writing = flush(machine, monitor);
    if (writing !== null) yield* writing;
  }
  if (!isHeld && !unlockAtOnce(printing)) yield* unlock(printing);
}

/** Sends text (as modified UTF-8) to the client, if there is one. */
export function print(machine: Machine, monitor: Monitor, text: string): Task<void> {
  return printBytes(machine, monitor, bytesOf(encodeModified(text)));
}

/** Descriptors that a finished command did not take go with it, unless they are kept for a later one. Source: FDSET-06. */
export function closeUntaken(machine: Machine, monitor: Monitor): void {
  if (!keepsForLater(machine))
    for (const fd of monitor.chardev.backend.pending?.takeAll() ?? []) machine.process.close(fd);
}

/** A client left; what it had no room for is for the next one (by experiment). Source: FDSET-36, GETFD-05. */
function leave(machine: Machine, monitor: Monitor): void {
  monitor.connected = false;
  if (!keepsForLater(machine)) closeAllNames(machine, monitor.names);
  machine.monitorsConnected -= 1;
  monitorGone(machine);
}

function* onEvent(machine: Machine, monitor: Monitor, behaviour: MonitorBehaviour, event: ChardevEvent): Task<void> {
  if (event === 'opened') {
    if (!monitor.connected) {
      monitor.epoch += 1;
      machine.monitorsConnected += 1;
    }
    monitor.connected = true;
    yield* behaviour.opened();
  } else if (event === 'mux-in' || event === 'mux-out') {
    yield* behaviour.focused?.(event === 'mux-in') ?? immediate(undefined);
  } else if (event === 'closed' && monitor.connected) {
    yield* alone(monitor, () =>
      atOnce(() => {
        if (!monitor.connected) return; // who had the lock before has seen it, too
        monitor.epoch += 1;
        behaviour.closed();
        leave(machine, monitor);
      }),
    );
  }
}

/** Attaches a monitor to its chardev. `behave` gets the monitor that it belongs to. */
export function createMonitor(
  machine: Machine,
  id: string,
  chardev: Chardev,
  loop: MainLoop,
  session: QmpSession | null,
  behave: (monitor: Monitor) => MonitorBehaviour,
): Attempt<Monitor> {
  const frontend: Frontend = {
    name: `monitor ${id}`,
    loop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => behaviour.canRead(),
    read: (bytes) => behaviour.read(bytes),
    event: (event) => onEvent(machine, monitor, behaviour, event),
    changed: () => null,
  };
  const monitor: Monitor = {
    id,
    chardev,
    frontend,
    names: new Map(),
    session,
    connected: false,
    epoch: 0,
    printing: createMutex(machine.scheduler, `monitor:${id}`),
    muted: false,
    waiting: false,
    unwritten: createBacklog(),
  };
  const behaviour = behave(monitor);
  const attached = attach(machine, chardev, frontend);
  if (!attached.ok) return attached;
  machine.monitors.push(monitor);
  return success(monitor);
}
