import type { Execution, Taken, Turn } from '../execution.ts';
import { isExhausted, type Saved, type SavedFrame, type Search, type Strategy } from '../strategy.ts';
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

/** Threads that sleep, with the step before them. */
export type Asleep = ReadonlyMap<number, VisibleStep>;

/** One decision on the way down: who went, who is still to be tried. `fixed`: nothing else is. */
type Frame = {
  readonly fixed: boolean;
  readonly enabled: readonly number[];
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
  // kept from one search to the next: what was covered stays covered
  const visited = new Map<string, ReadonlySet<number>>();
  return function* (search): ReturnType<Strategy> {
    const frames: Frame[] = [];
    if (search.from?.kind === 'depth first') takeUp(search, search.from, visited, frames);
    search.savedBy(() => saved(visited, frames));
    for (;;) {
      if (isExhausted(search)) return { complete: false };
      if (oneRun(search, table, options, visited, frames)) return { complete: false };
      if (!backtrack(frames)) return { complete: search.counts.cut === 0 };
      yield;
    }
  };
}

function saved(visited: ReadonlyMap<string, ReadonlySet<number>>, frames: readonly Frame[]): Saved {
  const kept = frames.map(({ fixed, asleep, toTry, turn: { thread, data } }): SavedFrame => {
    return { fixed, asleep: [...asleep.keys()], toTry: [...toTry], turn: { thread, data } };
  });
  return { kind: 'depth first', frames: kept, visited: [...visited].map(([key, threads]) => [key, [...threads]]) };
}

/** Goes down to where the earlier search stood; who slept there had the step before them that they have now. */
function takeUp(
  search: Search,
  from: Extract<Saved, { kind: 'depth first' }>,
  visited: Map<string, ReadonlySet<number>>,
  frames: Frame[],
): void {
  for (const [key, threads] of from.visited) visited.set(key, new Set(threads));
  const execution = search.start();
  for (const [depth, { fixed, asleep, toTry, turn }] of from.frames.entries()) {
    const sleeping = asleep.flatMap((thread) => {
      const step = execution.pending(thread);
      return step === null ? [] : [[thread, step] as const];
    });
    const isLast = depth === from.frames.length - 1;
    const enabled = execution.enabled();
    const taken = isLast ? null : execution.take(turn.thread, turn.data);
    frames.push({ fixed, enabled, asleep: new Map(sleeping), toTry: [...toTry], turn, taken });
  }
}

/** Follows the frames to the deepest, then goes on with the first of everything. True: stop. */
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
    let frame = frames[depth];
    const below = frames[depth + 1];
    if (frame !== undefined && frame.taken !== null && below !== undefined) {
      const { thread } = frame.taken;
      if (last >= 0 && thread !== last && frame.enabled.includes(last)) preemptions += 1;
      execution.follow(frame.taken, below.enabled);
      last = thread;
      continue;
    }
    const enabled = execution.enabled();
    if (frame === undefined) {
      if (execution.broken !== null || enabled.length === 0) return search.over(execution, 'ended');
      if (depth >= search.limits.depthMax) return search.over(execution, 'cut');
      const open = candidates(search, execution, options, visited, asleep, last, preemptions);
      if (open === 'known') return search.over(execution, 'pruned');
      const [first, ...rest] = ordered(open, last);
      if (first === undefined) return search.over(execution, 'blocked');
      const turn = { thread: first, data: [] };
      frame = { fixed: false, enabled, asleep: new Map(asleep), toTry: rest, turn, taken: null };
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
    search.met(key);
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
export function ordered(threads: readonly number[], last: number): readonly number[] {
  return threads.includes(last) ? [last, ...threads.filter((thread) => thread !== last)] : threads;
}

/** Those who sleep on after this step of this thread: nothing of theirs conflicts with it. */
export function stillAsleep(table: StepTable, asleep: Asleep, step: VisibleStep, thread: number): Asleep {
  if (asleep.size === 0) return asleep;
  return new Map([...asleep].filter(([other, its]) => other !== thread && !table.conflict(its, step)));
}

/** Moves the deepest frame that has something left to its next choice, and drops those below. False: nothing is left. */
function backtrack(frames: Frame[]): boolean {
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { taken, fixed } = frame;
    if (fixed) return false;
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
