import { describe, expect, test, vi } from 'vitest';
import { type Exploration, explore } from './explore.ts';
import { exploreInPieces, type PiecesOptions, type StoppedPieces } from './explore-in-pieces.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { everyState, type StrategyPlan, strategyOf } from './strategies.ts';
import type { Limits } from './strategy.ts';

vi.setConfig({ testTimeout: 60_000 }); // a busy machine

const limits: Limits = { executionsMax: 1000, stepsMax: 1e12, depthMax: 1000, findingsMax: 100 };
const many: Limits = { ...limits, executionsMax: 1e9 };
const portfolio: StrategyPlan = {
  kind: 'random',
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};

const reference = (params: string): ProblemSpec => ({ id: 'swap-race', profile: 'design', params });
const plain = (spec: ProblemSpec, plan: StrategyPlan, limited: Limits): Exploration =>
  explore(problemOf(spec), { name: 'plain', strategy: (table) => strategyOf(plan, table), limits: limited });

const options = (plan: StrategyPlan, limited: Limits, jobs: number): PiecesOptions => ({
  name: 'pieces',
  plan,
  limits: limited,
  seed: 1,
  jobs,
});

async function inPieces(spec: ProblemSpec, plan: StrategyPlan, limited: Limits, jobs: number): Promise<Exploration> {
  const ended = await exploreInPieces(spec, options(plan, limited, jobs));
  if (!('complete' in ended)) throw new Error('stopped by nobody');
  return ended;
}

/** Threads take seconds to start on a busy machine: one case with every number of workers, the others with one. */
const cases: readonly (readonly [string, ProblemSpec, StrategyPlan, Limits, keyof Exploration['counts']])[] = [
  ['states', reference('W3K2,disc'), everyState, many, 'states'],
  ['states', reference('W2K2,disc,m5'), everyState, many, 'states'],
  ['states', { id: 'race/unplug', profile: 'posted-2017', params: 'W1K1' }, everyState, many, 'states'],
  ['dpor', reference('W3K1,disc'), { kind: 'dpor' }, many, 'executions'],
  [
    'bounded',
    reference('W2K2,m2'),
    { kind: 'depth first', visited: true, sleep: false, preemptionsMax: 2 },
    many,
    'states',
  ],
  ['random', reference('W2K1,disc,m5'), portfolio, limits, 'executions'],
];

describe('exploring in pieces', () => {
  test.each(cases)(
    '%s of %j finds the same and counts the same with any number of workers',
    async (_, spec, plan, limited, count) => {
      const whole = plain(spec, plan, limited);
      for (const jobs of plan === everyState && spec.profile !== 'design' ? [1, 2, 3] : [2]) {
        const { counts, findings, complete } = await inPieces(spec, plan, limited, jobs);
        expect({ jobs, complete, findings, count: counts[count] }).toEqual({
          jobs,
          complete: whole.complete,
          findings: whole.findings,
          count: whole.counts[count],
        });
      }
    },
  );

  test('one finding is enough where one is wanted, and it is the first', async () => {
    const spec = reference('W2K1,disc,m5');
    const first = { ...limits, findingsMax: 1 };
    const whole = plain(spec, portfolio, first);
    for (const jobs of [1, 2]) {
      const { counts, findings } = await inPieces(spec, portfolio, first, jobs);
      expect({ counts, findings }).toEqual({ counts: whole.counts, findings: whole.findings });
    }
  });

  test('stopped as often as one likes it comes to the same end', async () => {
    for (const plan of [everyState, { kind: 'dpor' } as const]) {
      const spec = reference('W3K1,disc,m5');
      const whole = await inPieces(spec, plan, many, 2);
      let from: StoppedPieces | undefined;
      let ended: Exploration | undefined;
      let stops = 0;
      while (ended === undefined) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), stops < 4 ? 400 : 60_000);
        const came = await exploreInPieces(spec, { ...options(plan, many, 2), signal: controller.signal }, from);
        if ('complete' in came) ended = came;
        else {
          from = JSON.parse(JSON.stringify(came)) as StoppedPieces;
          stops += 1;
        }
      }
      expect({ ...ended, elapsedMs: 0 }).toEqual({ ...whole, elapsedMs: 0 });
    }
  });
});
