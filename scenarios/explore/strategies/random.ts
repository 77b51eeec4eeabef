import { createStream, type Stream } from '../../../sut/runtime/seeded.ts';
import type { Execution } from '../execution.ts';
import { runLightly } from '../light-run.ts';
import { replay } from '../schedule.ts';
import { isExhausted, type Search, type Strategy } from '../strategy.ts';
import type { StepTable } from '../visible-step.ts';

/** Picks who goes next; told of each step that was taken. One per execution. */
type Policy = { pick(execution: Execution): number; took(execution: Execution, thread: number): void };
/** Makes a policy for one run. */
export type MakePolicy = (stream: Stream, lengthMax: number, table: StepTable) => Policy;

/** Uniform over the threads that can run. */
export const uniform: MakePolicy = (stream) => ({
  pick: (execution) => oneOf(stream, execution.enabled()),
  took: () => undefined,
});

/**
 * Random priorities for threads; at `depth` - 1 random steps of the run, whoever is about to go falls behind everybody.
 * Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, A randomized scheduler with probabilistic guarantees (2010).
 */
export function pct(depth: number): MakePolicy {
  return (stream, lengthMax) => {
    const priorities = new Map<number, number>();
    const changes = Array.from({ length: depth - 1 }, () => stream.below(Math.max(1, lengthMax)));
    const priority = (thread: number): number => {
      const known = priorities.get(thread) ?? depth + stream.next() / 2 ** 32;
      priorities.set(thread, known);
      return known;
    };
    const best = (execution: Execution): number => highest(execution.enabled(), priority);
    return {
      pick(execution): number {
        const change = changes.indexOf(execution.taken.length);
        if (change >= 0) priorities.set(best(execution), change / depth);
        return best(execution);
      },
      took: () => undefined,
    };
  };
}

/**
 * A random priority for each pending step; redrawn for the thread that went and for all whose pending step conflicts.
 * Source: Yuan, Yang, Gu, Partial order aware concurrency sampling (2018).
 */
export const pos: MakePolicy = (stream, _lengthMax, table) => {
  const priorities = new Map<number, number>();
  const priority = (thread: number): number => {
    const known = priorities.get(thread) ?? stream.next();
    priorities.set(thread, known);
    return known;
  };
  return {
    pick: (execution) => highest(execution.enabled(), priority),
    took(execution, thread): void {
      const step = execution.taken.at(-1)?.step;
      priorities.delete(thread);
      for (const other of execution.enabled()) {
        const its = execution.pending(other);
        if (step !== undefined && its !== null && table.conflict(step, its)) priorities.delete(other);
      }
    },
  };
};

const noData: readonly number[] = [];

/** `executionsMax` runs of these policies in turn; run i depends on (seed, i) alone. Never complete. Source: XS-6. */
export function randomly(table: StepTable, policies: readonly MakePolicy[]): Strategy {
  return function* (search): ReturnType<Strategy> {
    const lengthMax = measured(search);
    const { next: first, to } = search.from?.kind === 'runs' ? search.from : { next: 0, to: Number.MAX_SAFE_INTEGER };
    let run = first;
    search.savedBy(() => ({ kind: 'runs', next: run, to }));
    while (run < to && !isExhausted(search)) {
      const name = `run ${run}`; // as split from a stream of that name
      const make = policies[run % policies.length] as MakePolicy;
      const stream = createStream(search.seed, name, '/threads');
      let data: Stream | undefined;
      const draw = (count: number): number => {
        data ??= createStream(search.seed, name, '/data'); // most runs have no data choices
        return data.below(count);
      };
      run += 1;
      if (make === uniform && !search.watched) {
        if (lightly(search, table, stream, draw)) break;
        yield;
        continue;
      }
      const policy = make(stream, lengthMax, table);
      const execution = search.start();
      while (execution.broken === null && execution.enabled().length > 0) {
        if (execution.taken.length >= search.limits.depthMax) break;
        const thread = policy.pick(execution);
        execution.take(thread, noData, draw);
        policy.took(execution, thread);
      }
      const isCut = execution.broken === null && execution.enabled().length > 0;
      if (search.over(execution, isCut ? 'cut' : 'ended')) break;
      yield;
    }
    return { complete: false };
  };
}

/** A run of which nothing is kept; one in which something breaks is run again. True: stop. */
function lightly(search: Search, table: StepTable, stream: Stream, draw: (count: number) => number): boolean {
  const { how, steps, turns } = runLightly(search.problem, stream, draw, search.limits.depthMax);
  return how === 'broken' ? search.over(replay(search.problem, table, turns()), 'ended') : search.passed(steps, how);
}

/** Steps of the run in which everybody goes as far as possible. */
function measured(search: Search): number {
  const execution = search.start();
  let last = -1;
  while (execution.broken === null && execution.taken.length < search.limits.depthMax) {
    const enabled = execution.enabled();
    const next = enabled.includes(last) ? last : enabled[0];
    if (next === undefined) break;
    execution.take(next);
    last = next;
  }
  return execution.taken.length;
}

function oneOf(stream: Stream, list: readonly number[]): number {
  return list[stream.below(list.length)] as number;
}

function highest(list: readonly number[], priority: (thread: number) => number): number {
  return list.reduce((best, each) => (priority(each) > priority(best) ? each : best));
}
