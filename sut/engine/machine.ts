import type { Happening } from '../../model/language/happening.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Process } from '../host/process.ts';
import type { StatusFlag } from '../host/status-flags.ts';
import type { Clock } from '../runtime/clock.ts';
import type { MainLoop, WatchId } from '../runtime/main-loop.ts';
import { lock, lockAtOnce, type Mutex, unlock, unlockAtOnce } from '../runtime/mutex.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Task } from '../runtime/task.ts';
import type { BlockNode } from './block/file-node.ts';
import type { RandomSource } from './block/rng-random.ts';
import type { Chardev } from './chardev/chardev.ts';
import type { LeftAttempt } from './chardev/yank-instance.ts';
import type { DeathSignal } from './end.ts';
import type { Fdset } from './fd/fdset.ts';
import type { Device } from './frontend/device.ts';
import type { VirtualProcessor } from './frontend/processor.ts';
import type { JsonObject } from './monitor/json-value.ts';
import type { Monitor } from './monitor/monitor.ts';
import type { Planted } from './planted.ts';
import type { Tape } from './replay/tape.ts';

/** `prelaunch`: started with -S and not continued yet. */
export type RunState = 'prelaunch' | 'running' | 'paused';

/** One running system: everything that its threads share. */
export type Machine = {
  /** Absent outside of tests. */
  readonly planted?: Planted;
  readonly profile: Profile;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly mainLoop: MainLoop;
  /** The thread that reads QMP monitors. */
  readonly monitorLoop: MainLoop;
  /** Held by whoever runs device or management code: the main loop's handlers, the processor's register accesses. */
  readonly bigLock: Mutex;
  readonly processor: VirtualProcessor;
  readonly chardevs: Map<string, Chardev>;
  /** What is told to whoever records this run, in order. Source: SLOG. */
  readonly happenings: Happening[];
  /** Far ends that were made, and changes that were prepared. Source: ENG-32. */
  generations: number;
  changes: number;
  /** In the order of their turns: who was served comes to lie last. Source: QMP-09. */
  readonly monitors: Monitor[];
  /** Whether the dispatcher of QMP requests is on its way to the next one. */
  dispatching: boolean;
  /** Every pty that a chardev made: the path of its slave -> the chardev's label, the newest of a path. */
  readonly terminals: Map<string, string>;
  readonly nodes: Map<string, BlockNode>;
  readonly randomSources: Map<string, RandomSource>;
  /** Whether it has the buses of PCI and USB devices. */
  readonly hasPci: boolean;
  /** What device_add makes, in the order of creation; replaced, never changed. */
  devices: readonly Device[];
  /** What a reset does to devices that keep no list of their own. */
  readonly resets: (() => void)[];
  /** Descriptors of the memory that text consoles draw in. Source: Q-FOUND-11. */
  readonly pictures: number[];
  /** Connections of websockets whose chardevs are gone. Source: Q-FOUND-14. */
  readonly desertedConnections: Set<number>;
  /** What a loop may try again and again, and in vain (to accept, to write, to read): whether it does. Source: Q-FOUND-16. */
  readonly spinning: Map<object, (loop: MainLoop) => boolean>;
  /** What waits until everything else is at rest: the end of a grace period. Source: VSER-51. */
  released: readonly (() => Task<void>)[];
  /** Ports that go on with their output next, the last one first, as bottom halves of their own would. Source: util/async.c (aio_bh_enqueue), experiment. */
  portOutputs: (() => Task<void>)[];
  /** Events that were sent within the last second, and the last one kept back since. Source: VSER-42. */
  readonly recentEvents: Map<string, { latest: JsonObject | null }>;
  /** By ascending id; replaced, never changed. */
  fdsets: readonly Fdset[];
  /** Monitors that have a client now (FDSET-36). */
  monitorsConnected: number;
  /** One chardev at a time has the process's own input and output. Source: STDIO-01. */
  stdioInUse: boolean;
  /** The status flags that its input and output had before. */
  stdioFlags: readonly [readonly StatusFlag[], readonly StatusFlag[]];
  /** What makes the next byte typed at a mux a command. Source: MUX-08. */
  escapeByte: number;
  /** Ids that -chardev and its kin gave; the human monitor's chardev-add never takes them. Source: HMP-03. */
  reservedIds: readonly string[];
  /** Types that were asked for by an old name. Source: MISC-02. */
  readonly oldNamesUsed: Set<string>;
  /** Attempts to connect whose chardevs are gone, where that shows. Source: RACE-S06. */
  leftAttempts: readonly LeftAttempt[];
  /** Descriptors in connect(2): the thread that calls it holds them. */
  readonly connecting: Set<number>;
  /** Start-up is over: muxes are open from now on (MUX-14). */
  started: boolean;
  runState: RunState;
  /** quit was asked for; the process ends once the reply is out. */
  quitRequested: boolean;
  /** Lines, without their ends. */
  readonly stderr: string[];
  /** What stands before a line of its own: its name, and the option that it is reading. */
  speaker: string;
  /** The signal that killed it, if one did. */
  deathSignal: DeathSignal | null;
  /** Record or replay, if it is on. Source: RR-01. */
  tape: Tape | null;
  /** The exit status once the process has ended by itself. */
  exitStatus: number | null;
};

/** Runs with the big lock held. */
export function* withBigLock<T>(machine: Machine, body: Task<T>): Task<T> {
  if (!lockAtOnce(machine.bigLock)) yield* lock(machine.bigLock);
  const value = yield* body;
  if (!unlockAtOnce(machine.bigLock)) yield* unlock(machine.bigLock);
  return value;
}

/** A watch on a loop; the main loop serves all that is ready with the big lock held. */
export function addWatch(
  loop: MainLoop,
  name: string,
  ready: () => boolean,
  handler: () => Task<boolean>,
  ended?: () => void,
): WatchId {
  return loop.addWatch(
    ended === undefined ? { name, ready, dispatch: handler } : { name, ready, dispatch: handler, ended },
  );
}

/** A bottom half on the main loop. */
export function scheduleOnMainLoop(machine: Machine, name: string, run: () => Task<void>): void {
  machine.mainLoop.scheduleBottomHalf(name, run);
}

/** The grace period is over: what waited for it runs. False when nothing did. Source: VSER-51. */
export function endGracePeriod(machine: Machine): boolean {
  const { released } = machine;
  if (released.length === 0) return false;
  machine.released = [];
  if (machine.exitStatus !== null) return false;
  for (const run of released) scheduleOnMainLoop(machine, 'release', run);
  return true;
}
