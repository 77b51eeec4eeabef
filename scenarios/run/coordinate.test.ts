import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../model/language/outcome.ts';
import { TargetFailure } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { coordinate } from './coordinate.ts';
import type { Lane } from './lane.ts';
import { mergeRepeats } from './repeats.ts';
import type { RunEvent, ScenarioResult, Verdict } from './results.ts';
import { run } from './run.ts';
import { scriptedModel, scriptedTarget } from './scripted.ts';
import { selectScenarios } from './select.ts';

const scenarios: readonly Scenario[] = ['a/1', 'a/2', 'b/1', 'b/2'].map((id) => ({
  id,
  title: id,
  clauses: ['FDSET-13'],
  tags: [id.endsWith('1') ? 'odd' : 'even'],
  steps: [[{ do: 'hold' }]],
}));

function row(id: string, verdict: Verdict): ScenarioResult {
  return { id, title: id, clauses: [], verdict, durationMs: 1 };
}

/** A lane that answers at its own pace; `verdictOf` may throw. */
function lane(verdictOf: (id: string) => Verdict): Lane {
  return {
    identity: { id: 'toy:design', name: 'toy', version: '1', profile: 'design', profileExact: true },
    warnings: [],
    run: async ({ id }) => row(id, verdictOf(id)),
    alive: () => true,
    close: async () => undefined,
    kill: () => undefined,
  };
}

function coordinated(verdictOf: (id: string) => Verdict, more: Partial<Parameters<typeof coordinate>[0]> = {}) {
  return coordinate({
    scenarios,
    openLane: async () => lane(verdictOf),
    jobs: 1,
    repeat: 1,
    bail: false,
    deterministic: true,
    weigh: (result) => result,
    ...more,
  });
}

describe('one run', () => {
  test('rows come in the order of the scenarios, whatever the number of lanes', async () => {
    for (const jobs of [1, 3, 9]) {
      const { results } = await coordinated(() => 'passed', { jobs });
      expect(results?.scenarios.map(({ id }) => id)).toEqual(['a/1', 'a/2', 'b/1', 'b/2']);
      expect(results).toMatchObject({ complete: true, summary: { passed: 4, notRun: 0 } });
    }
  });

  test('bail stops at the first failure and tells what did not run', async () => {
    const { results } = await coordinated((id) => (id === 'a/2' ? 'failed' : 'passed'), { bail: true });
    expect(results).toMatchObject({ complete: false, summary: { passed: 1, failed: 1, notRun: 2 } });
  });

  test('an abort keeps what is finished', async () => {
    const controller = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'scenario-finished') controller.abort();
    };
    const { results } = await coordinated(() => 'passed', { signal: controller.signal, onEvent });
    expect(results).toMatchObject({ complete: false, summary: { passed: 1, notRun: 3 } });
  });

  test('an abort between repeats leaves the scenario not run', async () => {
    const controller = new AbortController();
    const stopping = (): Verdict => {
      controller.abort();
      return 'passed';
    };
    const { results } = await coordinated(stopping, { signal: controller.signal, repeat: 2 });
    expect(results).toMatchObject({ complete: false, scenarios: [], summary: { notRun: 4 } });
  });

  test('a target that breaks ends the run and is told apart from the verdicts', async () => {
    const ended = await coordinated((id) => {
      if (id === 'b/1') throw new TargetFailure('it is gone');
      return 'passed';
    });
    expect(ended.targetFailure).toBe('it is gone');
    expect(ended.results).toMatchObject({ complete: false, summary: { passed: 2, notRun: 2 } });
  });

  test('a target that never opens leaves no results', async () => {
    const openLane = async (): Promise<Lane> => {
      throw new TargetFailure('not here');
    };
    expect(await coordinated(() => 'passed', { openLane })).toEqual({ targetFailure: 'not here' });
  });

  test('a lane that is lost is replaced', async () => {
    let opened = 0;
    const openLane = async (): Promise<Lane> => {
      opened += 1;
      const mine = opened;
      return { ...lane(() => (mine === 1 ? 'failed' : 'passed')), alive: () => mine !== 1 };
    };
    const { results } = await coordinated(() => 'passed', { openLane });
    expect(opened).toBe(2);
    expect(results?.scenarios.map(({ verdict }) => verdict)).toEqual(['failed', 'passed', 'passed', 'passed']);
  });

  test('a profile that is not exactly of the version is warned about', async () => {
    const openLane = async (): Promise<Lane> => {
      const exact = lane(() => 'passed');
      return { ...exact, identity: { ...exact.identity, profileExact: false } };
    };
    const { results } = await coordinated(() => 'passed', { openLane });
    expect(results?.warnings).toEqual(['toy:design: no profile of exactly this version, judged by design']);
  });
});

describe('repeats', () => {
  test('the worst run is the row, and says how often', () => {
    const merged = mergeRepeats([row('a', 'passed'), { ...row('a', 'unknown'), reason: 'limit' }], true);
    expect(merged).toMatchObject({ verdict: 'unknown', reason: 'limit (in 1 of 2 runs)', durationMs: 2 });
  });

  test('different traces of a deterministic target are a failure', () => {
    const runs = [
      { ...row('a', 'passed'), traceHash: 'x' },
      { ...row('a', 'passed'), traceHash: 'y' },
    ];
    expect(mergeRepeats(runs, true)).toMatchObject({ verdict: 'failed', failure: { kind: 'error' } });
    expect(mergeRepeats(runs, false).verdict).toBe('passed');
  });
});

describe('selection', () => {
  const all = { clauses: [], tags: [], exclude: [] };
  const ids = (filter: Partial<Parameters<typeof selectScenarios>[1]>) =>
    selectScenarios(scenarios, { ...all, ...filter }).map(({ id }) => id);

  test('filters narrow each other, shards part what is left', () => {
    expect(ids({ tags: ['odd'] })).toEqual(['a/1', 'b/1']);
    expect(ids({ exclude: ['a/*'] })).toEqual(['b/1', 'b/2']);
    expect(ids({ clauses: ['OPEN-*'] })).toEqual([]);
    expect(ids({ shard: { index: 1, count: 3 } })).toEqual(['a/1', 'b/2']);
    expect([1, 2, 3].flatMap((index) => ids({ shard: { index, count: 3 } })).sort()).toEqual([
      'a/1',
      'a/2',
      'b/1',
      'b/2',
    ]);
  });
});

test("a target of one's own runs in this thread", async () => {
  const launched: Outcome = { see: 'launched' };
  const results = await run(scriptedTarget([launched, { see: 'done' }]), scenarios.slice(0, 1), {
    model: scriptedModel([[launched], [{ see: 'done' }]]),
  });
  expect(results).toMatchObject({ complete: true, summary: { passed: 1 } });
});
