import { describe, expect, test } from 'vitest';
import type { Planted } from '../../sut/engine/planted.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { runScenario } from '../run/run-scenario.ts';
import { loadModel } from '../run/witness.ts';
import { borrowing, runCampaign } from './campaign.ts';
import type { Finding } from './finding.ts';
import { localFuzzLane } from './lane.ts';
import type { FuzzSetup } from './play.ts';

const model = await loadModel();
const sound = createSimulatedTarget({ profile: 'design' });
const limits = { timeoutMs: 60_000 };
/** What a campaign of a minute plays on two slow cores. */
const runs = 1500;

/** The first finding that the sound engine does not show: the campaign ends with it. */
async function firstFinding(
  planted: Planted,
): Promise<{ readonly finding: Finding | undefined; readonly runs: number }> {
  const target = createSimulatedTarget({ profile: 'design', planted });
  const setup: FuzzSetup = { seed: 3, only: [], faults: true, shrinkAttempts: 400 };
  const enough = new AbortController();
  let finding: Finding | undefined;
  let checking: Promise<void> = Promise.resolve();
  const campaign = await runCampaign(borrowing(localFuzzLane(target, model, setup)), {
    seed: setup.seed,
    runs,
    timeMs: Number.POSITIVE_INFINITY,
    signal: enough.signal,
    onFinding(found) {
      checking = checking.then(async () => {
        if (finding !== undefined || !found.reproduced) return;
        if ((await runScenario(sound, model, found.scenario, limits)).verdict !== 'passed') return;
        finding = found;
        enough.abort();
      });
    },
  });
  await checking;
  return { finding, runs: campaign.runs };
}

describe('a defect planted in the engine', () => {
  test.each<readonly [Planted]>([['dup stays counted'], ['log stays open'], ['short write counts whole']])(
    '"%s" is found within a minute of sessions, and shrunk to at most six actions',
    async (planted) => {
      const { finding } = await firstFinding(planted);
      expect(finding).toBeDefined();
      expect(finding?.actionsLeft).toBeLessThanOrEqual(6);
      const target = createSimulatedTarget({ profile: 'design', planted });
      const scenario = JSON.parse(JSON.stringify(finding?.scenario));
      expect((await runScenario(target, model, scenario, limits)).verdict).toBe('failed');
    },
  );
});
