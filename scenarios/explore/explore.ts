import { causeOf } from './cause.ts';
import { type Execution, startExecution, type Turn } from './execution.ts';
import type { Problem } from './problem.ts';
import type { Counts, Finding, Limits, Saved, Search, Strategy } from './strategy.ts';
import { createStepTable, type StepTable } from './visible-step.ts';

/** What an exploration came to. `complete`: every schedule was covered and only then may it be called exhaustive. */
export type Exploration = {
  readonly strategy: string;
  readonly counts: Readonly<Counts>;
  readonly complete: boolean;
  readonly elapsedMs: number;
  /** One a cause, the first met. */
  readonly findings: readonly Finding[];
};

/** Where an exploration was stopped: goes on there as if nothing had been. */
export type Stopped = {
  readonly saved: Saved;
  readonly counts: Readonly<Counts>;
  readonly findings: readonly Finding[];
  readonly elapsedMs: number;
};

/** How to explore. */
export type ExploreOptions = {
  readonly name: string;
  /** Makes the strategy over the steps that this exploration meets. */
  readonly strategy: (table: StepTable) => Strategy;
  readonly limits?: Partial<Limits>;
  /** Default 1. */
  readonly seed?: number;
  /** Stop at the first finding of this cause. */
  readonly wanted?: string;
  /** Told each execution that is over. */
  readonly onExecution?: (execution: Execution) => void;
  /** Told after each execution. */
  readonly onProgress?: (counts: Readonly<Counts>) => void;
};

const limitsDefault: Limits = { executionsMax: 1e9, stepsMax: 1e12, depthMax: 100_000, findingsMax: 1 };

/** Nothing counted yet. */
export const noCounts: Readonly<Counts> = {
  executions: 0,
  pruned: 0,
  blocked: 0,
  cut: 0,
  states: 0,
  steps: 0,
  depthMax: 0,
};

/** Explores a problem until everything is covered, a limit is met, or enough was found. Source: XS-8. */
export function explore(problem: Problem, options: ExploreOptions): Exploration {
  const running = createExplorer(problem, options).run();
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

/** How long the event loop waits for an exploration at most. */
const turnMs = 50;

/** The same, with turns of the event loop between executions, so that signals and progress come through. */
export async function exploreInTurns(
  problem: Problem,
  options: ExploreOptions & { readonly signal?: AbortSignal },
  from?: Stopped,
): Promise<Exploration | Stopped> {
  const explorer = createExplorer(problem, options);
  const running = explorer.run(from);
  let turnedAt = performance.now();
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
    if (performance.now() - turnedAt < turnMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted === true) return explorer.stopped();
    turnedAt = performance.now();
  }
}

/** Explores one problem, in one piece or in several; what was covered in one piece is not covered again in the next. */
export type Explorer = {
  /** Yields after each execution. */
  run(from?: Stopped): Generator<undefined, Exploration, void>;
  /** To be asked after a yield. */
  stopped(): Stopped;
};

/** `onMet`: told of each new state, by its digest. */
export function createExplorer(
  problem: Problem,
  options: ExploreOptions & { readonly onMet?: (digest: string) => void },
): Explorer {
  const limits = { ...limitsDefault, ...options.limits };
  const table = createStepTable();
  const strategy = options.strategy(table);
  let stopped = (): Stopped => {
    throw new Error('asked where an exploration stands that has not begun');
  };
  return {
    stopped: () => stopped(),
    *run(from): Generator<undefined, Exploration, void> {
      const counts: Counts = { ...noCounts, ...from?.counts };
      const findings = new Map((from?.findings ?? []).map((finding) => [finding.cause, finding]));
      const startedAt = performance.now() - (from?.elapsedMs ?? 0);
      const elapsedMs = (): number => performance.now() - startedAt;
      const search: Search = {
        problem,
        limits,
        counts,
        seed: options.seed ?? 1,
        ...(from === undefined ? {} : { from: from.saved }),
        savedBy(save): void {
          stopped = () => ({
            saved: save(),
            counts: { ...counts },
            findings: [...findings.values()],
            elapsedMs: elapsedMs(),
          });
        },
        met: options.onMet ?? (() => undefined),
        start: () => startExecution(problem, table),
        watched: options.onExecution !== undefined,
        passed(steps, how): boolean {
          count(counts, steps, how);
          options.onProgress?.(counts);
          return findings.size > 0 && isEnough([...findings.values()], limits);
        },
        over(execution, how): boolean {
          if (how === 'ended' && execution.broken === null) execution.finish();
          count(counts, execution.taken.length, how);
          const { broken } = execution;
          if (broken !== null) {
            const cause = causeOf(broken);
            if (!findings.has(cause)) {
              findings.set(cause, { broken, cause, schedule: execution.taken.map(turnOf) });
            }
          }
          options.onExecution?.(execution);
          options.onProgress?.(counts);
          if (options.wanted !== undefined && findings.has(options.wanted)) return true;
          return findings.size > 0 && isEnough([...findings.values()], limits);
        },
      };
      const { complete } = yield* strategy(search);
      return {
        strategy: options.name,
        counts,
        complete,
        elapsedMs: elapsedMs(),
        findings: [...findings.values()],
      };
    },
  };
}

function count(counts: Counts, steps: number, how: 'ended' | 'pruned' | 'blocked' | 'cut'): void {
  if (how === 'ended') counts.executions += 1;
  else counts[how] += 1;
  counts.steps += steps;
  if (steps > counts.depthMax) counts.depthMax = steps;
}

/** Whether so many properties are broken that nobody wants more. */
export function isEnough(findings: readonly Finding[], { findingsMax }: Pick<Limits, 'findingsMax'>): boolean {
  return findings.length >= findingsMax && new Set(findings.map(({ broken }) => broken.property)).size >= findingsMax;
}

function turnOf({ thread, data }: Turn): Turn {
  return { thread, data };
}
