import type { Execution, Turn } from './execution.ts';
import { explore } from './explore.ts';
import type { Problem } from './problem.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { replay } from './schedule.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { smallerProblems } from './smaller.ts';
import { strategyOf } from './strategies.ts';
import type { Finding } from './strategy.ts';
import { createStepTable } from './visible-step.ts';

/** A finding in its plainest form found. */
export type Simplified = {
  /** Perhaps smaller than the problem explored. */
  readonly problem: ProblemSpec;
  readonly turns: readonly Turn[];
  readonly preemptions: number;
  readonly deviations: number;
  /** No schedule with fewer preemptions breaks it: tried all (true), or gave up (null). */
  readonly fewest: true | null;
  /** Of the schedule, by shrinking. */
  readonly replays: number;
  /** The schedule, run. */
  readonly execution: Execution;
};

/** Runs of one search for a schedule with few preemptions. */
const runsMax = 2000;

/**
 * Makes a finding plain: its schedule first (fewest preemptions, deviations, steps), then actions of the problem are left
 * out, then its values made smaller, as long as the same cause breaks it. Where a search of all schedules with few
 * preemptions comes to its end, what comes out depends on the problem and the cause alone, not on how it was found.
 * Source: XF-4, XF-5.
 */
export function simplify(explored: ProblemSpec, { cause, schedule, params }: Finding): Simplified {
  const spec = params === undefined ? explored : { ...explored, params };
  const first = shrink(problemOf(spec), createStepTable(), schedule, cause);
  let best = plainest(spec, cause, first);
  for (let improved = true; improved; ) {
    improved = false;
    for (const smaller of smallerProblems(best.problem)) {
      const found = fewestPreemptions(problemOf(smaller), cause, Math.max(0, best.preemptions));
      if (found.shrunk === null) continue;
      best = simplified(smaller, found.shrunk, found.fewest, best.replays);
      improved = true;
      break;
    }
  }
  return best;
}

function plainest(spec: ProblemSpec, cause: string, first: Shrunk): Simplified {
  if (first.deviations < 0) return simplified(spec, first, null, first.replays);
  const { shrunk, fewest } = fewestPreemptions(problemOf(spec), cause, first.preemptions);
  return simplified(spec, shrunk ?? first, fewest, first.replays);
}

function simplified(problem: ProblemSpec, shrunk: Shrunk, fewest: true | null, replays: number): Simplified {
  const { schedule: turns, preemptions, deviations } = shrunk;
  const execution = replay(problemOf(problem), createStepTable(), turns);
  return { problem, turns, preemptions, deviations, fewest, replays, execution };
}

/** Searches with at most 0, 1, … preemptions. `fewest` null: a search below was given up, or this one was. */
function fewestPreemptions(
  problem: Problem,
  cause: string,
  preemptions: number,
): { readonly shrunk: Shrunk | null; readonly fewest: true | null } {
  for (let preemptionsMax = 0; preemptionsMax <= preemptions; preemptionsMax += 1) {
    const plan = { kind: 'depth first', visited: true, sleep: false, preemptionsMax } as const;
    const { findings, complete } = explore(problem, {
      name: `pb${preemptionsMax}`,
      strategy: (table) => strategyOf(plan, table),
      limits: { executionsMax: runsMax, findingsMax: 1000 },
      wanted: cause,
    });
    const found = findings.find((each) => each.cause === cause);
    if (found !== undefined) {
      return { shrunk: shrink(problem, createStepTable(), found.schedule, cause), fewest: true };
    }
    if (!complete) return { shrunk: null, fewest: null };
  }
  return { shrunk: null, fewest: null };
}
