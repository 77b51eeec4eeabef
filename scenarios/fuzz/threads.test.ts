import { describe, expect, test } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { runScenario } from '../run/run-scenario.ts';
import { loadModel } from '../run/witness.ts';
import { borrowing, type Campaign, runCampaign } from './campaign.ts';
import { localFuzzLane } from './lane.ts';
import type { FuzzSetup } from './play.ts';
import type { RaceFlaw } from './threads.ts';

const model = await loadModel();
const target = createSimulatedTarget({ profile: 'design' });

function race(seed: number, runs: number, raceFlaw?: RaceFlaw, jobs = 1): Promise<Campaign> {
  const setup: FuzzSetup = { seed, only: [], faults: false, shrinkAttempts: 0, threads: 1 };
  const flawed = raceFlaw === undefined ? setup : { ...setup, raceFlaw };
  const bounds = { seed, runs, timeMs: Number.POSITIVE_INFINITY, findingsMax: 1, jobs };
  return runCampaign(borrowing(localFuzzLane(target, model, flawed)), bounds);
}

describe('sessions of threads', () => {
  test('find nothing in the design, and the same nothing for the same seed', async () => {
    const [first, again, other] = [await race(5, 40), await race(5, 40, undefined, 3), await race(6, 40)];
    expect(first.findings).toEqual([]);
    expect(first.verdicts).toEqual({ passed: 40 });
    expect(again.traceHash).toBe(first.traceHash);
    expect(other.traceHash).not.toBe(first.traceHash);
  });

  test.each<readonly [RaceFlaw, string]>([
    ['F1', 'a write without a lock'],
    ['F2', 'the old chardev closed before the new one is in its place'],
    ['F3', 'a refusal that does not go back'],
  ])('find the planted race %s, %s, and shrink it to at most six actions', async (flaw) => {
    const { findings } = await race(1, 60, flaw);
    expect(findings).toHaveLength(1);
    for (const { classification, actionsLeft, actions, scenario, reproduced } of findings) {
      expect([classification, reproduced]).toEqual(['race', true]);
      expect(actionsLeft).toBeLessThanOrEqual(Math.min(6, actions));
      expect((await runScenario(target, model, scenario, { timeoutMs: 60_000 })).verdict).toBe('failed');
    }
  });
});
