import type { Target } from '../../sut/target.ts';
import { runRelease } from '../release/run-release.ts';
import type { Lane } from './lane.ts';
import { runScenario, type ScenarioLimits } from './run-scenario.ts';
import { loadModel, type ModelWitness } from './witness.ts';

/** Often enough for Ctrl-C and progress, seldom enough to cost nothing. */
const turnAloneMs = 40;

/**
 * Runs in this thread, and lets the event loop turn: every 40 ms, or, beside lanes elsewhere, after each scenario, so that
 * they need not wait.
 */
export async function localLane(
  target: Target,
  limits: ScenarioLimits,
  model?: ModelWitness,
  isAlone = true,
): Promise<Lane> {
  const witness = model ?? (await loadModel());
  const turnMs = isAlone ? turnAloneMs : 0;
  let turnedAt = performance.now();
  return {
    identity: target.identity,
    warnings: [],
    async run(scenario) {
      if (performance.now() - turnedAt > turnMs) {
        await new Promise((resolve) => setImmediate(resolve));
        turnedAt = performance.now();
      }
      if (target.identity.name === 'simulated') return runScenario(target, witness, scenario, limits);
      return runRelease(target, witness, scenario, limits);
    },
    alive: () => true,
    close: () => target.shutdown(),
    kill: () => undefined,
  };
}
