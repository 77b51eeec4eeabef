import { type Clock, type Deadline, insertByDeadline } from './clock.ts';
import { lock, lockAtOnce, type Mutex, unlock, unlockAtOnce } from './mutex.ts';
import type { Scheduler, Thread } from './scheduler.ts';
import { type Access, reads, type Step, step } from './step.ts';
import type { Task } from './task.ts';

/** Something that a loop waits for, as poll(2) would. */
export type Watch = {
  readonly name: string;
  /** Pure function of shared state. */
  readonly ready: () => boolean;
  /** Called when ready; false removes the watch. */
  readonly dispatch: () => Task<boolean>;
  /** What `ready` reads, for explored runs. */
  readonly touches?: readonly Access[];
  /** Called once when the watch has ended, by its handler or by whoever removed it. */
  readonly ended?: () => void;
};

/** Names a watch of one loop. */
export type WatchId = number;
/** Names a timer of one loop. */
export type TimerId = number;
/** Names a scheduled bottom half of one loop. */
export type BottomHalfId = number;

/**
 * A thread that serves watches, timers and bottom halves, in this order in each turn: ready watches in the order they
 * were added, timers by (due, sequence), bottom halves first come first served; where there is none of these, what was put
 * off until then. What is added during a turn is served in the next one. Explored code yields `changing` before it adds, schedules, cancels or removes.
 */
export type MainLoop = {
  readonly name: string;
  readonly thread: Thread;
  readonly changing: Step;
  /** Counts turns, and says whether the watches of one are being served right now. */
  readonly turn: number;
  readonly serving: boolean;
  addWatch(watch: Watch): WatchId;
  /** Unknown ids are ignored, here and below. */
  removeWatch(id: WatchId): void;
  /** From the next turn on the watch that is being served comes behind all others. Without one nothing happens. */
  giveWay(): void;
  /** Once, `delayNs` (>= 0) from now. */
  addTimer(delayNs: number, run: () => Task<void>): TimerId;
  cancelTimer(id: TimerId): void;
  scheduleBottomHalf(name: string, run: () => Task<void>): BottomHalfId;
  cancelBottomHalf(id: BottomHalfId): void;
  /** Runs in the first turn that has nothing else to do. Source: a GLib source of idle priority. */
  scheduleWhenIdle(name: string, run: () => Task<void>): void;
  /** Whether a watch is ready. */
  hasReadyWatch(): boolean;
  /** What the next turn has to do, named for people: ready watches, due timers and bottom halves. */
  due(): readonly string[];
  /** Of those that are there now, in their order. */
  watchNames(): readonly string[];
  /** True when nothing is ready, due or scheduled, and no handler is under way. */
  settled(): boolean;
  /** Ends the thread at its next turn; everything added is dropped. */
  stop(): void;
};

type LiveWatch = { readonly id: WatchId; readonly watch: Watch; readonly looking: Step; removed: boolean };
type LiveTimer = {
  readonly id: TimerId;
  readonly deadline: Deadline;
  readonly run: () => Task<void>;
};
type BottomHalf = { readonly id: BottomHalfId; readonly name: string; readonly run: () => Task<void> };

/**
 * `name` (default `main`) names the thread and the objects of its steps. `lock`: held from when something is ready until
 * all that a turn has to do is done; what is taken away before it was taken is not served.
 */
export type MainLoopOptions = {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly name?: string;
  readonly lock?: Mutex;
};

/** The loop itself, whose plain members its thread keeps up to date. */
type Own = { -readonly [Key in keyof MainLoop]: MainLoop[Key] };

/** What a loop knows; the functions below work on it. */
type State = {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly lock: Mutex | null;
  /** Replaced, never changed: a turn walks the list it found. */
  watches: readonly LiveWatch[];
  readonly timers: LiveTimer[];
  bottomHalves: BottomHalf[];
  idle: BottomHalf[];
  /** What the sleeping step reads: its watches' fields. */
  readonly touched: Access[];
  nextId: number;
  served: LiveWatch | null;
  stopped: boolean;
  busy: boolean;
};

/** Starts a loop as a thread of the scheduler. Several may exist; each has its own sources. */
export function createMainLoop(options: MainLoopOptions): MainLoop {
  const { scheduler, clock } = options;
  const name = options.name ?? 'main';
  const object = `loop:${name}`;
  const queue: Access = { object, field: 'sources', write: true };
  const state: State = {
    scheduler,
    clock,
    lock: options.lock ?? null,
    watches: [],
    timers: [],
    bottomHalves: [],
    idle: [],
    touched: [],
    nextId: 1,
    served: null,
    stopped: false,
    busy: false,
  };
  const waiting = step('wait', queue, state.touched, () => somethingReady(state));
  const loop: Own = {
    name,
    thread: scheduler.spawn(
      name,
      turns(state, waiting, () => loop),
    ),
    changing: step('set', queue),
    turn: 0,
    serving: false,
    addWatch(watch: Watch): WatchId {
      const id = state.nextId++;
      const looking = reads(object, `watch:${watch.name}`, watch.touches);
      setWatches(state, [...state.watches, { id, watch, looking, removed: false }]);
      return id;
    },
    removeWatch: (id) => removeWatch(state, id),
    giveWay: () => moveLast(state, state.served),
    addTimer(delayNs: number, run: () => Task<void>): TimerId {
      if (!(delayNs >= 0)) throw new RangeError(`timer delay ${delayNs}`);
      const timer = { id: state.nextId++, deadline: clock.addDeadline(clock.nowNs + delayNs), run };
      insertByDeadline(state.timers, timer, (each) => each.deadline);
      return timer.id;
    },
    cancelTimer(id: TimerId): void {
      const at = state.timers.findIndex((each) => each.id === id);
      for (const timer of at < 0 ? [] : state.timers.splice(at, 1)) clock.removeDeadline(timer.deadline);
    },
    scheduleBottomHalf(name: string, run: () => Task<void>): BottomHalfId {
      const id = state.nextId++;
      state.bottomHalves.push({ id, name, run });
      return id;
    },
    cancelBottomHalf(id: BottomHalfId): void {
      state.bottomHalves = state.bottomHalves.filter((each) => each.id !== id);
    },
    scheduleWhenIdle(name: string, run: () => Task<void>): void {
      state.idle.push({ id: state.nextId++, name, run });
    },
    hasReadyWatch: () => state.watches.some(({ watch }) => watch.ready()),
    due: () => [
      ...state.watches.filter(({ watch }) => watch.ready()).map(({ watch }) => `watch ${watch.name}`),
      ...state.timers.filter((timer) => isDue(state, timer)).map(() => 'timer'),
      ...[...state.bottomHalves, ...state.idle].map((half) => `bottom half ${half.name}`),
    ],
    watchNames: () => state.watches.map(({ watch }) => watch.name),
    settled: () => !state.busy && !somethingReady(state),
    stop(): void {
      state.stopped = true;
      setWatches(state, []);
      for (const timer of state.timers.splice(0)) clock.removeDeadline(timer.deadline);
      state.bottomHalves = [];
      state.idle = [];
    },
  };
  return loop;
}

function isDue(state: State, timer: LiveTimer | undefined): timer is LiveTimer {
  return timer !== undefined && timer.deadline.dueNs <= state.clock.nowNs;
}

function somethingReady(state: State): boolean {
  return state.stopped || state.idle.length > 0 || hasUrgent(state);
}

function hasUrgent(state: State): boolean {
  if (state.bottomHalves.length > 0 || isDue(state, state.timers[0])) return true;
  for (const each of state.watches) if (each.watch.ready()) return true;
  return false;
}

function setWatches(state: State, list: readonly LiveWatch[]): void {
  state.watches = list;
  if (!state.scheduler.explored) return;
  state.touched.splice(0, state.touched.length, ...list.flatMap((each) => each.watch.touches ?? []));
}

function removeWatch(state: State, id: WatchId): void {
  const found = state.watches.find((each) => each.id === id);
  if (found === undefined) return;
  found.removed = true;
  setWatches(
    state,
    state.watches.filter((each) => each !== found),
  );
  found.watch.ended?.();
}

function moveLast(state: State, watch: LiveWatch | null): void {
  if (watch === null || watch.removed) return;
  setWatches(state, [...state.watches.filter((each) => each !== watch), watch]);
}

function* turns(state: State, waiting: Step, loopOf: () => Own): Task<void> {
  const loop = loopOf();
  while (!state.stopped) {
    yield waiting;
    state.busy = true;
    if (state.lock !== null && !lockAtOnce(state.lock)) yield* lock(state.lock);
    loop.turn += 1;
    loop.serving = true;
    const isBusy = state.idle.length === 0 || hasUrgent(state);
    for (const each of state.watches) {
      if (state.scheduler.explored && state.scheduler.undeclared === null) yield each.looking; // else poll saw to all at once
      if (each.removed || !each.watch.ready()) continue;
      state.served = each;
      const keep = yield* each.watch.dispatch();
      state.served = null;
      if (!keep) removeWatch(state, each.id);
    }
    loop.serving = false;
    if (state.timers.length > 0) yield* serveTimers(state);
    // those made during the turn have later ids and wait for the next one
    for (let half = state.bottomHalves[0], end = state.nextId; half !== undefined && half.id < end; ) {
      state.bottomHalves.shift();
      yield* half.run();
      half = state.bottomHalves[0];
    }
    for (const each of isBusy ? [] : state.idle.splice(0)) yield* each.run();
    state.busy = false;
    if (state.lock !== null && !unlockAtOnce(state.lock)) yield* unlock(state.lock);
  }
}

/** Timers made during the turn have later ids and wait for the next one. */
function* serveTimers(state: State): Task<void> {
  const end = state.nextId;
  for (let first = state.timers[0]; isDue(state, first) && first.id < end; first = state.timers[0]) {
    state.timers.shift();
    state.clock.removeDeadline(first.deadline);
    yield* first.run();
  }
}
