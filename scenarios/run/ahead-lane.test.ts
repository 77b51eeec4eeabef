import { afterEach, describe, expect, test } from 'vitest';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { Scenario } from '../scenario.ts';
import { aheadLane } from './ahead-lane.ts';
import { localLane } from './local-lane.ts';
import type { ScenarioResult } from './results.ts';
import { runOnSpec } from './run.ts';
import { openTarget } from './target-spec.ts';
import { makeTargetThread, type TargetThread } from './target-thread.ts';

const spec = { kind: 'simulated', profile: 'qemu-10.0' } as const;
const limits = { timeoutMs: 10_000 };
let thread: TargetThread | undefined;

afterEach(() => thread?.close());

async function some(...patterns: readonly string[]): Promise<readonly Scenario[]> {
  return (await loadCatalogue({ roots: [ownRoot], patterns, files: [] })).scenarios;
}

const untimed = (rows: readonly ScenarioResult[] = []): readonly ScenarioResult[] =>
  rows.map((row) => ({ ...row, durationMs: 0 }));

/** What nobody sees, and what the target cannot be asked. */
const wrong: Scenario = {
  id: 'wrong',
  title: 'a literal that does not fit',
  clauses: ['FDSET-01'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [1] },
    ],
  ],
};
const elsewhere: Scenario = { ...wrong, id: 'elsewhere', profiles: ['qemu-7.2'] };

describe('a target that is ahead of the model, in a thread of its own', () => {
  test('gives what all of them in one thread give: verdicts, traces, failures', async () => {
    thread = makeTargetThread();
    const scenarios = [...(await some('getfd', 'pipe', 'race', 'safe')), wrong, elsewhere];
    for (const repeat of [1, 2]) {
      const here = await runOnSpec(spec, scenarios, 1, { repeat });
      const ahead = await runOnSpec(spec, scenarios, 1, { repeat }, undefined, thread);
      expect(untimed(ahead.results?.scenarios)).toEqual(untimed(here.results?.scenarios));
      expect(ahead.results?.summary).toMatchObject({ failed: 1 });
    }
  });

  test('may be lost in the middle: the rest runs here', async () => {
    const lost = makeTargetThread();
    const scenarios = await some('getfd');
    const ahead = await aheadLane({ spec, scenarios, repeat: 1, limits }, lost);
    const here = await localLane(await openTarget(spec), limits);
    for (const [at, scenario] of scenarios.entries()) {
      if (at === 3) lost.close();
      expect(untimed([await ahead.run(scenario)])).toEqual(untimed([await here.run(scenario)]));
    }
    expect(await lost.perform(spec, scenarios)).toEqual([]);
  });

  test('may be given up before it has started', async () => {
    const early = makeTargetThread();
    const threads = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'MessagePort').length;
    const before = threads();
    const asked = early.perform(spec, []);
    early.close();
    expect(await asked).toEqual([]);
    expect(threads(), 'no thread is left to keep the process').toBe(before);
  });

  test('is asked for what comes in the order that was planned, and for nothing else', async () => {
    thread = makeTargetThread();
    const scenarios = await some('pipe');
    const lane = await aheadLane({ spec, scenarios, repeat: 1, limits }, thread);
    const backwards: ScenarioResult[] = [];
    for (const scenario of [...scenarios].reverse()) backwards.push(await lane.run(scenario));
    const straight = await runOnSpec(spec, scenarios, 1);
    expect(untimed(backwards.reverse())).toEqual(untimed(straight.results?.scenarios));
  });
});
