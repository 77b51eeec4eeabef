import type { Target } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { notApplicableReason } from './applicability.ts';
import type { Lane } from './lane.ts';
import { localLane } from './local-lane.ts';
import { type Performed, saidAgain } from './performed.ts';
import { type ScenarioLimits, witnessScenario } from './run-scenario.ts';
import { openTarget, type TargetSpec } from './target-spec.ts';
import type { TargetThread } from './target-thread.ts';
import { loadModel } from './witness.ts';

/** What a lane with its target elsewhere is to run: every scenario as often as asked, in this order. */
export type AheadPlan = {
  readonly spec: TargetSpec;
  readonly scenarios: readonly Scenario[];
  readonly repeat: number;
  readonly limits: ScenarioLimits;
};

/** Scenarios in one message. */
const batchSize = 32;
/** Messages that the thread is ahead at most: what it says lies in memory until the model has come to it. */
const batchesAhead = 3;

/**
 * The target in a thread of its own, ahead of model and literals in this one: each thread compiles and runs its half alone.
 * Whatever does not pass that way is run again here, all witnesses step by step, and that is the result.
 */
export async function aheadLane({ spec, scenarios, repeat, limits }: AheadPlan, thread: TargetThread): Promise<Lane> {
  const target = await openTarget(spec);
  const local = await localLane(target, limits);
  const model = await loadModel();
  const asked = scenarios.filter((scenario) => isPerformed(scenario, target));
  const order = repeat === 1 ? asked : asked.flatMap((scenario) => Array.from({ length: repeat }, () => scenario));
  const batches: Promise<readonly (Performed | null)[]>[] = [];
  let next = 0;

  const performed = async (at: number): Promise<Performed | null> => {
    const batch = Math.floor(at / batchSize);
    while (batches.length < batch + batchesAhead && batches.length * batchSize < order.length) {
      const from = batches.length * batchSize;
      batches.push(thread.perform(spec, order.slice(from, from + batchSize)));
    }
    const said = (await batches[batch]) ?? [];
    return said[at % batchSize] ?? null;
  };
  return {
    ...local,
    async run(scenario) {
      if (order[next] !== scenario) return local.run(scenario);
      const said = await performed(next);
      next += 1;
      if (said === null) return local.run(scenario);
      const again: Target = { ...target, open: async () => saidAgain(said) };
      const { result } = await witnessScenario(again, model, scenario, limits);
      if (result.verdict !== 'passed') return local.run(scenario);
      const durationMs = Math.round((result.durationMs + said.durationMs) * 1000) / 1000;
      return { ...result, durationMs };
    },
  };
}

/** Whether the target has a part in it: a schedule is the explorer's. */
function isPerformed(scenario: Scenario, target: Target): boolean {
  return scenario.schedule === undefined && notApplicableReason(scenario, target) === undefined;
}
