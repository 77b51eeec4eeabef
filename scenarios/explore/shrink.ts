import { causeOf } from './cause.ts';
import { type Execution, startExecution, type Turn } from './execution.ts';
import type { Problem } from './problem.ts';
import type { StepTable } from './visible-step.ts';

/** Where a schedule leaves the default (the running thread goes on, else the lowest): after so many steps of a thread. */
type Deviation = {
  readonly running: number;
  readonly steps: number;
  /** The thread that goes instead; null for a data choice alone. */
  readonly to: number | null;
  /** Data choices of the step that the running thread takes there; empty for a switch alone. */
  readonly data: readonly number[];
};

/** The smallest schedule found that breaks the same. `deviations` -1: the schedule given does not break it. */
export type Shrunk = {
  readonly schedule: readonly Turn[];
  readonly deviations: number;
  /** Switches away from a thread that could have gone on. */
  readonly preemptions: number;
  readonly replays: number;
};

const replaysMax = 500;
const moveMax = 4;
/** A shrunk run is no longer than this many times the one found. */
const lengthFactor = 4;

/**
 * Makes a failing schedule as plain as it can be: fewest preemptions first, then fewest deviations, then fewest steps.
 * Works on deviations from the default policy, each keyed by (running thread, its own step count), so that the others
 * keep their meaning when one goes. `wanted`: a property, or a cause from `causeOf`. Source: XF-4.
 */
export function shrink(problem: Problem, table: StepTable, schedule: readonly Turn[], wanted: string): Shrunk {
  let replays = 0;
  const stepsMax = Math.max(200, schedule.length * lengthFactor);
  const attempt = (list: readonly Deviation[]): Candidate | null => {
    if (replays >= replaysMax) return null;
    replays += 1;
    return follow(problem, table, list, wanted, stepsMax);
  };
  let best = attempt(deviationsOf(problem, table, schedule));
  if (best === null) return { schedule, deviations: -1, preemptions: -1, replays };
  for (let improved = true; improved && replays < replaysMax; ) {
    improved = false;
    for (const list of variations(best.list, best.threads)) {
      const found = attempt(list);
      if (found === null || !isPlainer(found, best)) continue;
      best = found;
      improved = true;
      break;
    }
  }
  return { schedule: best.schedule, deviations: best.list.length, preemptions: best.preemptions, replays };
}

type Candidate = {
  readonly list: readonly Deviation[];
  readonly schedule: readonly Turn[];
  readonly preemptions: number;
  readonly threads: number;
};

function isPlainer(left: Candidate, right: Candidate): boolean {
  if (left.preemptions !== right.preemptions) return left.preemptions < right.preemptions;
  if (left.list.length !== right.list.length) return left.list.length < right.list.length;
  return left.schedule.length < right.schedule.length;
}

/** Drop chunks, large ones first; send one elsewhere, also with another dropped; move one by some steps of its thread. */
function* variations(list: readonly Deviation[], threads: number): Generator<readonly Deviation[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
  }
  const others = Array.from({ length: threads }, (_, thread) => thread);
  for (const [at, each] of list.entries()) {
    if (each.to === null) {
      for (const [place, choice] of each.data.entries()) {
        if (choice > 0) yield list.with(at, { ...each, data: each.data.with(place, choice - 1) });
      }
      continue;
    }
    for (const to of others) {
      if (to === each.to || to === each.running) continue;
      const sent = list.with(at, { ...each, to });
      yield sent;
      for (const [dropped] of list.entries()) if (dropped !== at) yield sent.filter((_, index) => index !== dropped);
    }
    for (let by = -moveMax; by <= moveMax; by += 1) {
      if (by !== 0 && each.steps + by >= 0) yield list.with(at, { ...each, steps: each.steps + by });
    }
  }
}

function defaultOf(execution: Execution, last: number): number | undefined {
  const enabled = execution.enabled();
  return enabled.includes(last) ? last : enabled[0];
}

function deviationsOf(problem: Problem, table: StepTable, schedule: readonly Turn[]): readonly Deviation[] {
  const execution = startExecution(problem, table);
  const own = new Map<number, number>();
  const list: Deviation[] = [];
  let last = -1;
  for (const { thread, data } of schedule) {
    if (!execution.enabled().includes(thread)) break;
    if (thread !== defaultOf(execution, last))
      list.push({ running: last, steps: own.get(last) ?? 0, to: thread, data: [] });
    if (data.some((choice) => choice > 0)) list.push({ running: thread, steps: own.get(thread) ?? 0, to: null, data });
    execution.take(thread, data);
    own.set(thread, (own.get(thread) ?? 0) + 1);
    last = thread;
  }
  return list;
}

/** Runs the default policy with these deviations; null unless the property breaks. Those that were not met fall away. */
function follow(
  problem: Problem,
  table: StepTable,
  list: readonly Deviation[],
  wanted: string,
  stepsMax: number,
): Candidate | null {
  const execution = startExecution(problem, table);
  const own = new Map<number, number>();
  const met: Deviation[] = [];
  let last = -1;
  let preemptions = 0;
  while (execution.broken === null && execution.taken.length < stepsMax) {
    const usual = defaultOf(execution, last);
    if (usual === undefined) break;
    const deviation = list.find(
      ({ running, steps, to }) => to !== null && running === last && steps === (own.get(last) ?? 0),
    );
    let thread = usual;
    const to = deviation?.to ?? null;
    if (deviation !== undefined && to !== null && to !== usual && execution.enabled().includes(to)) {
      thread = to;
      met.push(deviation);
      if (usual === last) preemptions += 1;
    }
    const chosen = list.find(
      ({ running, steps, to }) => to === null && running === thread && steps === (own.get(thread) ?? 0),
    );
    if (chosen !== undefined) met.push(chosen);
    execution.take(thread, chosen?.data ?? []);
    own.set(thread, (own.get(thread) ?? 0) + 1);
    last = thread;
  }
  if (execution.broken === null && execution.enabled().length === 0) execution.finish();
  const { broken } = execution;
  if (broken === null || (broken.property !== wanted && causeOf(broken) !== wanted)) return null;
  const schedule = execution.taken.map(({ thread, data }) => ({ thread, data }));
  return { list: met, schedule, preemptions, threads: execution.threads };
}
