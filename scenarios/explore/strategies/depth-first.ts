import type { Execution, Taken, Turn } from '../execution.ts';
import { isExhausted, type Search, type Strategy } from '../strategy.ts';
import type { StepTable, VisibleStep } from '../visible-step.ts';

/** What a depth-first search leaves out. */
export type DepthFirst = {
  /** States visited before are not entered again. */
  readonly visited: boolean;
  /** Sleep sets: an order of independent steps is tried once. */
  readonly sleep: boolean;
  /** At most so many switches away from a thread that could go on; null: any number. Not together with `sleep`. */
  readonly preemptionsMax: number | null;
};

type Asleep = ReadonlyMap<number, VisibleStep>;

/** One decision on the way down: who went, who is still to be tried. */
type Frame = {
  readonly asleep: Map<number, VisibleStep>;
  readonly toTry: number[];
  turn: Turn;
  taken: Taken | null;
};

/**
 * Depth-first search by re-execution: plain, with a set of visited states and sleep sets (XS-4), or bounded in its
 * preemptions (XS-5). A revisit is entered only for the threads that slept then and do not now.
 */
export function depthFirst(table: StepTable, options: DepthFirst): Strategy {
  return function* (search): ReturnType<Strategy> {
    const visited = new Map<string, ReadonlySet<number>>();
    const frames: Frame[] = [];
    do {
      if (isExhausted(search)) return { complete: false };
      if (oneRun(search, table, options, visited, frames)) return { complete: false };
      yield;
    } while (backtrack(frames));
    return { complete: search.counts.cut === 0 };
  };
}

/** Replays the frames, then goes on with the first of everything. True: stop. */
function oneRun(
  search: Search,
  table: StepTable,
  options: DepthFirst,
  visited: Map<string, ReadonlySet<number>>,
  frames: Frame[],
): boolean {
  const execution = search.start();
  let asleep: Asleep = new Map();
  let preemptions = 0;
  let last = -1;
  for (let depth = 0; ; depth += 1) {
    const enabled = execution.enabled();
    let frame = frames[depth];
    if (frame === undefined) {
      if (execution.broken !== null || enabled.length === 0) return search.over(execution, 'ended');
      if (depth >= search.limits.depthMax) return search.over(execution, 'cut');
      const open = candidates(search, execution, options, visited, asleep, last, preemptions);
      if (open === 'known') return search.over(execution, 'pruned');
      const [first, ...rest] = ordered(open, last);
      if (first === undefined) return search.over(execution, 'blocked');
      frame = { asleep: new Map(asleep), toTry: rest, turn: { thread: first, data: [] }, taken: null };
      frames.push(frame);
    }
    const { thread, data } = frame.turn;
    if (last >= 0 && thread !== last && enabled.includes(last)) preemptions += 1;
    const step = execution.pending(thread);
    frame.taken = execution.take(thread, data);
    frame.turn = frame.taken;
    asleep = options.sleep && step !== null ? stillAsleep(table, frame.asleep, step, thread) : new Map();
    last = thread;
  }
}

/** Threads to try from here, or `known` when everything beyond this state was seen. */
function candidates(
  search: Search,
  execution: Execution,
  { visited: remembers, preemptionsMax }: DepthFirst,
  visited: Map<string, ReadonlySet<number>>,
  asleep: Asleep,
  last: number,
  preemptions: number,
): readonly number[] | 'known' {
  const enabled = execution.enabled();
  const mayPreempt = preemptionsMax === null || preemptions < preemptionsMax;
  const allowed = mayPreempt || !enabled.includes(last) ? enabled : [last];
  const awake = allowed.filter((thread) => !asleep.has(thread));
  if (!remembers) return awake;
  const key = preemptionsMax === null ? execution.digest() : `${execution.digest()}|${last},${preemptions}`;
  const before = visited.get(key);
  if (before === undefined) {
    search.counts.states += 1;
    visited.set(key, new Set(asleep.keys()));
    return awake;
  }
  const missed = [...before].filter((thread) => !asleep.has(thread));
  if (missed.length === 0) return 'known';
  visited.set(key, new Set([...before].filter((thread) => asleep.has(thread))));
  const open = missed.filter((thread) => allowed.includes(thread));
  return open.length === 0 ? 'known' : open;
}

/** The running thread first: most schedules then have few switches. */
function ordered(threads: readonly number[], last: number): readonly number[] {
  return threads.includes(last) ? [last, ...threads.filter((thread) => thread !== last)] : threads;
}

function stillAsleep(table: StepTable, asleep: Asleep, step: VisibleStep, thread: number): Asleep {
  if (asleep.size === 0) return asleep;
  return new Map([...asleep].filter(([other, its]) => other !== thread && !table.conflict(its, step)));
}

/** Moves the deepest frame that has something left to its next choice, and drops those below. False: nothing is left. */
function backtrack(frames: Frame[]): boolean {
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { taken } = frame;
    const data = taken === null ? null : nextData(taken);
    if (data !== null) {
      frame.turn = { thread: frame.turn.thread, data };
      return true;
    }
    if (taken !== null) frame.asleep.set(taken.thread, taken.step);
    const next = frame.toTry.shift();
    if (next !== undefined) {
      frame.turn = { thread: next, data: [] };
      return true;
    }
    frames.pop();
  }
  return false;
}

/** The data choices that come after these: the last one that has another option, and nothing behind it. */
export function nextData({ data, counts }: Taken): readonly number[] | null {
  for (let at = data.length - 1; at >= 0; at -= 1) {
    const choice = data[at] ?? 0;
    if (choice + 1 < (counts[at] ?? 0)) return [...data.slice(0, at), choice + 1];
  }
  return null;
}
