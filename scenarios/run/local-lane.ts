import type { Target } from '../../sut/target.ts';
import type { Lane } from './lane.ts';
import { runScenario, type ScenarioLimits } from './run-scenario.ts';
import { loadModel, type ModelWitness } from './witness.ts';

const turnMs = 40;

/** Runs in this thread; lets the event loop turn every 40 ms so that Ctrl-C and progress get their say. */
export async function localLane(target: Target, limits: ScenarioLimits, model?: ModelWitness): Promise<Lane> {
  const witness = model ?? (await loadModel());
  let turnedAt = performance.now();
  return {
    identity: target.identity,
    warnings: [],
    async run(scenario) {
      if (performance.now() - turnedAt > turnMs) {
        await new Promise((resolve) => setImmediate(resolve));
        turnedAt = performance.now();
      }
      return runScenario(target, witness, scenario, limits);
    },
    alive: () => true,
    close: () => target.shutdown(),
    kill: () => undefined,
  };
}
