import { TargetFailure } from '../../sut/target.ts';
import { traitReadings } from '../release/trait-readings.ts';
import { unlistedText } from '../release/unlisted-text.ts';
import type { Scenario } from '../scenario.ts';
import type { Lane } from './lane.ts';
import { mergeRepeats } from './repeats.ts';
import type { RunEvent, ScenarioResult, TargetInfo, TargetResults } from './results.ts';
import { summaryOf } from './tally.ts';

/** One run over one target. */
export type Coordination = {
  readonly scenarios: readonly Scenario[];
  /**
   * Opens one more lane on the target; rejects with TargetFailure when it cannot be. Once `enough` has resolved, no
   * scenario waits for it: then it may give up, with undefined.
   */
  readonly openLane: (enough: Promise<void>) => Promise<Lane | undefined>;
  /** Lanes at the same time, from 1. */
  readonly jobs: number;
  /** Times that each scenario runs, from 1. */
  readonly repeat: number;
  /** Stop at the first failure or unexpected pass. */
  readonly bail: boolean;
  /** Whether the target's traces must be the same each time: then a trace hash that changes between repeats fails. */
  readonly deterministic: boolean;
  /** The last word on a result: deviations and strength. */
  readonly weigh: (result: ScenarioResult, target: TargetInfo) => ScenarioResult;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborted: no further scenario starts; what is finished stays. */
  readonly signal?: AbortSignal;
};

/** What came of it. `results` is absent only if the target could never be opened. */
export type Coordinated = { readonly results?: TargetResults; readonly targetFailure?: string };

/** After an abort, the time that scenarios under way have to end. */
const abortGraceMs = 3_000;

/**
 * Runs the scenarios over as many lanes as wanted. The rows come in the order of `scenarios` and hold the same whatever
 * the number of lanes; times aside. Rejects only for faults of the runner itself.
 */
export async function coordinate(run: Coordination): Promise<Coordinated> {
  const { scenarios, onEvent } = run;
  const lanesMax = Math.max(1, Math.min(run.jobs, scenarios.length));
  const rows: (ScenarioResult | undefined)[] = scenarios.map(() => undefined);
  const warnings = new Set<string>();
  const open = new Set<Lane>();
  let target: TargetInfo | undefined;
  let targetFailure: string | undefined;
  let next = 0;
  let stop = false;
  const stopped = (): boolean => stop || run.signal?.aborted === true;
  // `stop` is set from callbacks, which the narrowing of a plain variable would not see
  const halt = (): void => {
    stop = true;
  };

  let sayEnough = (): void => undefined;
  const enough = new Promise<void>((resolve) => {
    sayEnough = resolve;
  });
  const openLane = async (): Promise<Lane | undefined> => {
    const lane = await run.openLane(enough);
    if (lane === undefined) return undefined;
    open.add(lane);
    for (const warning of lane.warnings) warnings.add(warning);
    if (target === undefined) {
      target = { ...lane.identity };
      if (target.unlisted === true) warnings.add(unlistedText(target));
      else if (!target.profileExact)
        warnings.add(`${target.id}: no profile of exactly this version, judged by ${target.profile}`);
      onEvent?.({ type: 'target-started', target, count: scenarios.length });
    }
    return lane;
  };
  const work = async (): Promise<void> => {
    let lane: Lane | undefined;
    // nothing to run, as in an empty shard: the results still say on which target
    if (scenarios.length === 0 && !stopped()) await openLane();
    while (!stopped() && next < scenarios.length) {
      lane ??= await openLane();
      if (lane === undefined) return;
      // the lane took its time to open: others may have taken what was left
      const at = next++;
      const scenario = scenarios[at];
      if (scenario === undefined || target === undefined) break;
      const runs: ScenarioResult[] = [];
      while (runs.length < run.repeat && (runs.length === 0 || !stopped())) {
        lane ??= await openLane();
        if (lane === undefined) return;
        const result = await lane.run(scenario);
        if (!lane.alive()) {
          open.delete(lane);
          lane = undefined;
          if (run.signal?.aborted) return; // lost because of the abort: not the scenario's result
        }
        runs.push(result);
      }
      // cut short by a stop: a scenario that was not run as often as asked has not passed
      if (runs.length < run.repeat && runs.every(({ verdict }) => verdict === 'passed')) return;
      const merged = run.weigh(mergeRepeats(runs, run.deterministic), target);
      rows[at] = merged;
      onEvent?.({ type: 'scenario-finished', target, result: merged });
      if (run.bail && (merged.verdict === 'failed' || merged.verdict === 'unexpected-pass')) halt();
    }
  };
  const worker = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      halt();
      if (!(error instanceof TargetFailure)) throw error;
      if (run.signal?.aborted !== true) targetFailure ??= error.message;
    } finally {
      sayEnough(); // one that ends has found nothing left to do
    }
  };

  const release = killLateLanes(run.signal, open);
  await Promise.all(Array.from({ length: lanesMax }, worker));
  release();
  await Promise.all(
    [...open].map((lane) =>
      lane.close().catch((error: unknown) => void warnings.add(`closing the target: ${String(error)}`)),
    ),
  );
  if (target === undefined) return { targetFailure: targetFailure ?? 'the target was never opened' };
  const finished = rows.filter((row) => row !== undefined);
  const results: TargetResults = {
    target,
    complete: finished.length === scenarios.length,
    summary: summaryOf(finished, scenarios.length),
    scenarios: finished,
    warnings: [...warnings],
    ...(target.unlisted === true ? { traits: traitReadings(finished) } : {}),
  };
  onEvent?.({ type: 'target-finished', results });
  return targetFailure === undefined ? { results } : { results, targetFailure };
}

/** Kills what is still at work some seconds after the abort. Returns what calls that off. */
function killLateLanes(signal: AbortSignal | undefined, open: ReadonlySet<Lane>): () => void {
  if (signal === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => {
      for (const lane of open) lane.kill();
    }, abortGraceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
}
