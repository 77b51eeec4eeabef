import type { Execution, Turn } from './execution.ts';
import type { Broken, Problem } from './problem.ts';

/** Limits of one exploration; running out of any makes the answer `unknown`, never a pass. */
export type Limits = {
  readonly executionsMax: number;
  readonly stepsMax: number;
  /** Visible steps of one execution: beyond it, the execution counts as a livelock. */
  readonly depthMax: number;
  /** Findings after which to stop; one a property. */
  readonly findingsMax: number;
};

/** What one exploration counts as it goes. Source: XS-8. */
export type Counts = {
  /** Runs that came to an end by themselves. */
  executions: number;
  /** Runs cut short since everything beyond is known. */
  pruned: number;
  /** Runs that only sleeping threads could continue. */
  blocked: number;
  /** Runs cut off at the longest allowed: what lies beyond is unknown. */
  cut: number;
  states: number;
  steps: number;
  depthMax: number;
};

/** A property that broke, and the schedule that shows it. */
export type Finding = { readonly broken: Broken & { readonly at: number }; readonly schedule: readonly Turn[] };

/** What a strategy uses of its surroundings. */
export type Search = {
  readonly problem: Problem;
  readonly limits: Limits;
  readonly counts: Counts;
  readonly seed: number;
  /** A fresh execution. */
  start(): Execution;
  /** To be called when an execution is over, whichever way. True: stop the whole search. */
  over(execution: Execution, how: 'ended' | 'pruned' | 'blocked' | 'cut'): boolean;
};

/** Whether a limit on runs or steps is met; runs cut short count as runs. */
export function isExhausted({ counts, limits }: Search): boolean {
  const runs = counts.executions + counts.pruned + counts.blocked + counts.cut;
  return runs >= limits.executionsMax || counts.steps >= limits.stepsMax;
}

/** How a strategy ended. `complete`: every schedule was covered. */
export type Ended = { readonly complete: boolean };

/** One way to go through the schedules of a problem; it yields after each execution, so that somebody may look up. */
export type Strategy = (search: Search) => Generator<undefined, Ended, void>;
