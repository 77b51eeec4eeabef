import type { Execution, Turn } from './execution.ts';
import type { Broken, Problem } from './problem.ts';
import type { StepData } from './visible-step.ts';

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

/** A property that broke, why, and the first schedule met that shows it. */
export type Finding = {
  readonly broken: Broken & { readonly at: number };
  /** From `causeOf`: findings of one cause are one finding. */
  readonly cause: string;
  readonly schedule: readonly Turn[];
  /** Other than those of the problem explored: the configuration that it was met in. */
  readonly params?: string;
};

/** What a strategy uses of its surroundings. */
export type Search = {
  readonly problem: Problem;
  readonly limits: Limits;
  readonly counts: Counts;
  readonly seed: number;
  /** What an earlier search left: go on there. */
  readonly from?: Saved;
  /** To be called first: how to tell, between two executions, what is left to be done. */
  savedBy(save: () => Saved): void;
  /** Told of each state met for the first time, by its digest. */
  met(digest: string): void;
  /** A fresh execution. */
  start(): Execution;
  /** Somebody looks at each execution. */
  readonly watched: boolean;
  /** To be called instead of `over` when nothing broke and nobody looks. */
  passed(steps: number, how: 'ended' | 'cut'): boolean;
  /** To be called when an execution is over, whichever way. True: stop the whole search. */
  over(execution: Execution, how: 'ended' | 'pruned' | 'blocked' | 'cut'): boolean;
};

/** Whether a limit on runs or steps is met; runs cut short count as runs. */
export function isExhausted({ counts, limits }: Search): boolean {
  const runs = counts.executions + counts.pruned + counts.blocked + counts.cut;
  return runs >= limits.executionsMax || counts.steps >= limits.stepsMax;
}

/** A decision on the way down. `fixed`: nothing else is to be tried there. `asleep`: threads. */
export type SavedFrame = {
  readonly fixed: boolean;
  readonly asleep: readonly number[];
  readonly toTry: readonly number[];
  readonly turn: Turn;
};

/** A branch of a wakeup tree. */
export type SavedBranch = Turn & { readonly step: StepData; readonly children: readonly SavedBranch[] };

/** Where a search stands, as data: for resume files, and for the pieces into which a space is cut. */
export type Saved =
  | {
      readonly kind: 'depth first';
      readonly frames: readonly SavedFrame[];
      /** By digest: which threads slept there. */
      readonly visited: readonly (readonly [string, readonly number[]])[];
    }
  | {
      readonly kind: 'dpor';
      readonly nodes: readonly {
        readonly fixed: boolean;
        readonly asleep: readonly number[];
        readonly branches: readonly SavedBranch[];
      }[];
    }
  /** Runs by number; `to` is not among them. */
  | { readonly kind: 'runs'; readonly next: number; readonly to: number };

/** How a strategy ended. `complete`: every schedule was covered. */
export type Ended = { readonly complete: boolean };

/** One way to go through the schedules of a problem; it yields after each execution, so that somebody may look up. */
export type Strategy = (search: Search) => Generator<undefined, Ended, void>;
