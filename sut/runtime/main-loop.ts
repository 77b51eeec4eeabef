import { type Clock, type Deadline, insertByDeadline } from './clock.ts';
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
};

export type WatchId = number;
export type TimerId = number;
export type BottomHalfId = number;

/**
 * A thread that serves watches, timers and bottom halves, in this order in each turn: ready watches in the order they
 * were added, timers by (due, sequence), bottom halves first come first served. What is added during a turn is served
 * in the next one. Explored code yields `changing` before it adds, schedules, cancels or removes.
 */
export type MainLoop = {
  readonly name: string;
  readonly thread: Thread;
  readonly changing: Step;
  addWatch(watch: Watch): WatchId;
  /** Unknown ids are ignored, here and below. */
  removeWatch(id: WatchId): void;
  /** Once, `delayNs` (>= 0) from now. */
  addTimer(delayNs: number, run: () => Task<void>): TimerId;
  cancelTimer(id: TimerId): void;
  scheduleBottomHalf(name: string, run: () => Task<void>): BottomHalfId;
  cancelBottomHalf(id: BottomHalfId): void;
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
type BottomHalf = { readonly id: BottomHalfId; readonly run: () => Task<void> };

export type MainLoopOptions = { readonly scheduler: Scheduler; readonly clock: Clock; readonly name?: string };

/** Starts a loop as a thread of the scheduler. Several may exist; each has its own sources. */
export function createMainLoop(options: MainLoopOptions): MainLoop {
  const { scheduler, clock } = options;
  const name = options.name ?? 'main';
  const object = `loop:${name}`;
  let watches: readonly LiveWatch[] = []; // replaced, never changed: a turn walks the list it found
  let bottomHalves: BottomHalf[] = [];
  const timers: LiveTimer[] = [];
  let nextId = 1;
  let stopped = false;
  let busy = false;

  const isDue = (timer: LiveTimer | undefined): boolean => timer !== undefined && timer.deadline.dueNs <= clock.nowNs;
  const somethingReady = (): boolean => {
    if (stopped || bottomHalves.length > 0 || isDue(timers[0])) return true;
    for (const each of watches) if (each.watch.ready()) return true;
    return false;
  };
  const queue: Access = { object, field: 'sources', write: true };
  const touched: Access[] = []; // what the sleeping step reads: its watches' fields
  const waiting = step('wait', queue, touched, somethingReady);
  const setWatches = (list: readonly LiveWatch[]): void => {
    watches = list;
    if (scheduler.explored) touched.splice(0, touched.length, ...list.flatMap((each) => each.watch.touches ?? []));
  };
  const removeWatch = (id: WatchId): void => {
    const found = watches.find((each) => each.id === id);
    if (found === undefined) return;
    found.removed = true;
    setWatches(watches.filter((each) => each !== found));
  };

  function* serveWatches(): Task<void> {
    for (const each of watches) {
      if (scheduler.explored) yield each.looking;
      if (each.removed || !each.watch.ready()) continue;
      const keep = yield* each.watch.dispatch();
      if (!keep) removeWatch(each.id);
    }
  }
  /** Timers and bottom halves made during the turn have later ids and wait for the next one. */
  function* serveTimers(): Task<void> {
    const end = nextId;
    for (let first = timers[0]; first !== undefined && first.id < end && isDue(first); first = timers[0]) {
      timers.shift();
      clock.removeDeadline(first.deadline);
      yield* first.run();
    }
  }
  function* serveBottomHalves(): Task<void> {
    const end = nextId;
    for (let first = bottomHalves[0]; first !== undefined && first.id < end; first = bottomHalves[0]) {
      bottomHalves.shift();
      yield* first.run();
    }
  }
  function* turns(): Task<void> {
    while (!stopped) {
      yield waiting;
      busy = true;
      yield* serveWatches();
      if (timers.length > 0) yield* serveTimers();
      if (bottomHalves.length > 0) yield* serveBottomHalves();
      busy = false;
    }
  }

  return {
    name,
    thread: scheduler.spawn(name, turns()),
    changing: step('set', queue),
    addWatch(watch: Watch): WatchId {
      const id = nextId++;
      const looking = reads(object, `watch:${watch.name}`, watch.touches);
      setWatches([...watches, { id, watch, looking, removed: false }]);
      return id;
    },
    removeWatch,
    addTimer(delayNs: number, run: () => Task<void>): TimerId {
      if (!(delayNs >= 0)) throw new RangeError(`timer delay ${delayNs}`);
      const timer = { id: nextId++, deadline: clock.addDeadline(clock.nowNs + delayNs), run };
      insertByDeadline(timers, timer, (each) => each.deadline);
      return timer.id;
    },
    cancelTimer(id: TimerId): void {
      const at = timers.findIndex((each) => each.id === id);
      const timer = timers[at];
      if (timer === undefined) return;
      timers.splice(at, 1);
      clock.removeDeadline(timer.deadline);
    },
    scheduleBottomHalf(_name: string, run: () => Task<void>): BottomHalfId {
      const id = nextId++;
      bottomHalves.push({ id, run });
      return id;
    },
    cancelBottomHalf(id: BottomHalfId): void {
      bottomHalves = bottomHalves.filter((each) => each.id !== id);
    },
    settled: () => !busy && !somethingReady(),
    stop(): void {
      stopped = true;
      setWatches([]);
      for (const timer of timers.splice(0)) clock.removeDeadline(timer.deadline);
      bottomHalves = [];
    },
  };
}
