import { startExecution, type Turn } from './execution.ts';
import type { Problem } from './problem.ts';
import type { Counts, Finding, Limits, Search, Strategy } from './strategy.ts';
import { createStepTable, type StepTable } from './visible-step.ts';

/** What an exploration came to. `complete`: every schedule was covered and only then may it be called exhaustive. */
export type Exploration = {
  readonly strategy: string;
  readonly counts: Readonly<Counts>;
  readonly complete: boolean;
  readonly elapsedMs: number;
  readonly findings: readonly Finding[];
};

/** How to explore. */
export type ExploreOptions = {
  readonly name: string;
  /** Makes the strategy over the steps that this exploration meets. */
  readonly strategy: (table: StepTable) => Strategy;
  readonly limits?: Partial<Limits>;
  /** Default 1. */
  readonly seed?: number;
  /** Told after each execution. */
  readonly onProgress?: (counts: Readonly<Counts>) => void;
  readonly signal?: AbortSignal;
};

const limitsDefault: Limits = { executionsMax: 1e9, stepsMax: 1e12, depthMax: 100_000, findingsMax: 1 };

/** Explores a problem until everything is covered, a limit is met, or enough was found. Source: XS-8. */
export function explore(problem: Problem, options: ExploreOptions): Exploration {
  const running = exploring(problem, options);
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

/** How long the event loop waits for an exploration at most. */
const turnMs = 50;

/** The same, with turns of the event loop between executions, so that signals and progress come through. */
export async function exploreInTurns(problem: Problem, options: ExploreOptions): Promise<Exploration> {
  const running = exploring(problem, options);
  let turnedAt = performance.now();
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
    if (performance.now() - turnedAt < turnMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turnedAt = performance.now();
  }
}

function* exploring(problem: Problem, options: ExploreOptions): Generator<undefined, Exploration, void> {
  const limits = { ...limitsDefault, ...options.limits };
  const table = createStepTable();
  const counts: Counts = { executions: 0, pruned: 0, blocked: 0, cut: 0, states: 0, steps: 0, depthMax: 0 };
  const findings = new Map<string, Finding>();
  const startedAt = performance.now();
  const search: Search = {
    problem,
    limits,
    counts,
    seed: options.seed ?? 1,
    start: () => startExecution(problem, table),
    over(execution, how): boolean {
      if (how === 'ended') {
        if (execution.broken === null) execution.finish();
        counts.executions += 1;
      } else counts[how] += 1;
      counts.steps += execution.taken.length;
      counts.depthMax = Math.max(counts.depthMax, execution.taken.length);
      const { broken } = execution;
      if (broken !== null && !findings.has(broken.property)) {
        findings.set(broken.property, { broken, schedule: execution.taken.map(turnOf) });
      }
      options.onProgress?.(counts);
      return findings.size >= limits.findingsMax || options.signal?.aborted === true;
    },
  };
  const { complete } = yield* options.strategy(table)(search);
  const elapsedMs = performance.now() - startedAt;
  return { strategy: options.name, counts, complete, elapsedMs, findings: [...findings.values()] };
}

function turnOf({ thread, data }: Turn): Turn {
  return { thread, data };
}
