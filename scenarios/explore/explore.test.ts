import { describe, expect, test } from 'vitest';
import { createCausalDigest } from './causal-digest.ts';
import { explore } from './explore.ts';
import type { Problem } from './problem.ts';
import { randomProgram } from './random-program.fixture.ts';
import { formatSchedule, parseSchedule, replay } from './schedule.ts';
import { shrink } from './shrink.ts';
import { depthFirst } from './strategies/depth-first.ts';
import { dpor } from './strategies/dpor.ts';
import { searchStates } from './strategies/explicit.ts';
import { pct, pos, randomly, uniform } from './strategies/random.ts';
import type { Strategy } from './strategy.ts';
import { type SwapRaceVariant, swapRace } from './swap-race.ts';
import { swapRaceBytes } from './swap-race-bytes.ts';
import { createStepTable, type StepTable } from './visible-step.ts';

const plain = (table: StepTable): Strategy => depthFirst(table, { visited: false, sleep: false, preemptionsMax: null });
const states = (table: StepTable): Strategy => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null });
const bounded = (visited: boolean, preemptionsMax: number) => (table: StepTable) =>
  depthFirst(table, { visited, sleep: false, preemptionsMax });
const run = (problem: Problem, strategy: (table: StepTable) => Strategy) =>
  explore(problem, { name: 'test', strategy });

describe('the reference problem (XV-2)', () => {
  test.each([
    [2, 1, 3852],
    [3, 1, 82_620],
  ])('swap-race(%i,%i) has %i interleavings', (writers, writes, executions) => {
    expect(run(swapRace({ writers, writes }), plain)).toMatchObject({
      complete: true,
      counts: { executions },
      findings: [],
    });
  });

  test.each([
    [2, 1, false, false, 6],
    [2, 2, false, false, 30],
    [3, 1, false, false, 24],
    [3, 2, false, false, 630],
    [2, 4, false, false, 630],
    [2, 1, false, true, 12],
    [2, 2, false, true, 90],
    [3, 1, false, true, 60],
    [3, 2, false, true, 2520],
    [2, 1, true, false, 68],
    [2, 2, true, false, 570],
    [3, 1, true, false, 360],
    [2, 1, true, true, 118],
    [2, 2, true, true, 1380],
    [3, 1, true, true, 750],
    [3, 2, true, false, 17_640],
  ])(
    'dpor executes each trace of (%i,%i), disconnect %s, coarse ids %s, once: %i',
    (writers, writes, disconnect, coarse, executions) => {
      const { counts, complete, findings } = run(swapRace({ writers, writes, disconnect, coarse }), dpor);
      expect({ ...counts, complete, findings }).toMatchObject({ executions, blocked: 0, complete: true, findings: [] });
    },
  );

  test.each([
    [2, 1, false, 164, 270, 3],
    [2, 2, false, 540, 915, 5],
    [3, 1, false, 480, 832, 4],
    [3, 2, false, 2592, 4563, 7],
    [2, 4, false, 2300, 3915, 9],
    [4, 2, false, 11_340, 20_331, 9],
    [3, 4, false, 20_100, 35_275, 13],
  ])(
    'explicit search of (%i,%i), disconnect %s: %i states, %i transitions, %i ends',
    (writers, writes, disconnect, count, transitions, finalStates) => {
      const found = searchStates(swapRaceBytes(writers, writes, disconnect), 1e7);
      expect(found).toEqual({ states: count, transitions, finalStates, complete: true, broken: null });
    },
  );

  test.each([
    [2, 1, 978],
    [2, 2, 3633],
    [3, 1, 2932],
    [3, 2, 19_197],
    [2, 4, 20_395],
    [4, 2, 93_015],
    [3, 4, 214_075],
  ])('explicit search of (%i,%i) with the disconnect thread: %i states', (writers, writes, count) => {
    expect(searchStates(swapRaceBytes(writers, writes, true), 1e7)).toMatchObject({
      states: count,
      complete: true,
      broken: null,
    });
  });

  test.each([
    [3, 2, false, 500],
    [3, 4, false, 4000],
    [3, 2, true, 5500],
  ])('states covers (%i,%i), disconnect %s, in at most %i runs', (writers, writes, disconnect, runsMax) => {
    const { counts, complete } = run(swapRace({ writers, writes, disconnect }), states);
    expect(complete).toBe(true);
    expect(counts.executions + counts.pruned + counts.blocked).toBeLessThanOrEqual(runsMax);
  });

  test.each([
    [0, 60, 10, 38],
    [1, 1512, 38, 538],
    [2, 15_762, 84, 2307],
    [3, undefined, 139, 5119],
  ])(
    'with at most %i preemptions (3,2) has %s schedules; with visited states %i and %i pruned',
    (bound, all, executions, pruned) => {
      const problem = swapRace({ writers: 3, writes: 2 });
      if (all !== undefined) expect(run(problem, bounded(false, bound)).counts.executions).toBe(all);
      expect(run(problem, bounded(true, bound)).counts).toMatchObject({ executions, pruned });
    },
  );

  const mutants: readonly (readonly [SwapRaceVariant, string])[] = [
    ['m1', 'P1'],
    ['m2', 'P1'],
    ['m3', 'P1'],
    ['m4', 'deadlock'],
    ['m5', 'P5'],
    ['merged', 'P1'],
  ];
  test.each(mutants)(
    'mutant %s breaks %s: within 3 executions of dpor, with exactly one preemption',
    (variant, property) => {
      const problem = swapRace({ writers: 2, writes: 1, disconnect: variant === 'm4' || variant === 'm5', variant });
      for (const strategy of [dpor, states, bounded(false, 1)]) {
        expect(run(problem, strategy).findings.map(({ broken }) => broken.property)).toEqual([property]);
      }
      expect(run(problem, dpor).counts.executions).toBeLessThanOrEqual(3);
      expect(run(problem, bounded(false, 0))).toMatchObject({ complete: true, findings: [] });
    },
  );

  test('the merged order is clean where everybody holds one big lock (XR-4)', () => {
    const problem = swapRace({ writers: 2, writes: 1, variant: 'merged', bigLock: true });
    for (const strategy of [dpor, states, plain])
      expect(run(problem, strategy)).toMatchObject({ complete: true, findings: [] });
  });
});

describe('random programs (XV-1)', () => {
  test('dpor executes as many schedules as there are traces, and every exhaustive mode meets the same ends', () => {
    for (let seed = 1; seed <= 2000; seed += 1) {
      const traces = new Set<string>();
      const ends = new Map<string, Set<string>>();
      const explored = (name: string, strategy: (table: StepTable) => Strategy) => {
        const met = new Set<string>();
        ends.set(name, met);
        return explore(
          randomProgram(seed, (state) => met.add(state)),
          { name, strategy: (table) => watching(strategy(table), name) },
        );
      };
      const watching =
        (strategy: Strategy, name: string): Strategy =>
        (search) =>
          strategy({
            ...search,
            over(execution, how): boolean {
              const causal = createCausalDigest();
              for (const { thread, step, data } of execution.taken) causal.add(thread, step, data);
              if (name === 'plain') traces.add(causal.digest());
              return search.over(execution, how);
            },
          });
      explored('plain', plain);
      const { counts } = explored('dpor', dpor);
      explored('states', states);
      const [all, ...others] = [...ends.values()].map((met) => [...met].sort());
      for (const other of others) expect(other, `seed ${seed}`).toEqual(all);
      expect({ seed, executions: counts.executions, blocked: counts.blocked }).toEqual({
        seed,
        executions: traces.size,
        blocked: 0,
      });
    }
  }, 120_000);
});

describe('what is found', () => {
  const m5 = swapRace({ writers: 2, writes: 1, disconnect: true, variant: 'm5' });
  const found = (seed: number, strategy: (table: StepTable) => Strategy) =>
    explore(m5, { name: 'test', strategy, seed, limits: { executionsMax: 20_000 } });
  const policies = {
    pct: (table: StepTable) => randomly(table, [pct(3)]),
    pos: (table: StepTable) => randomly(table, [pos]),
  };

  test('shrinks to two deviations and one preemption, and replays a thousand times alike', () => {
    const [finding] = found(42, policies.pct).findings;
    if (finding === undefined) throw new Error('nothing found');
    const shrunk = shrink(m5, createStepTable(), finding.schedule, 'P5');
    expect(shrunk.deviations).toBeLessThanOrEqual(2);
    expect(shrunk.preemptions).toBe(1);
    expect(shrunk.replays).toBeLessThanOrEqual(500);
    const text = formatSchedule({ problem: m5.id, params: m5.params, strategy: 'pct3.s42', turns: shrunk.schedule });
    const table = createStepTable();
    const first = replay(m5, table, parseSchedule(text).turns);
    for (let time = 0; time < 1000; time += 1) {
      const again = replay(m5, table, parseSchedule(text).turns);
      expect(again.broken).toEqual(first.broken);
      expect(again.digest()).toBe(first.digest());
    }
  });

  test('is the same for the same seed, and needs far fewer runs with priorities than without', () => {
    const median = (strategy: (table: StepTable) => Strategy): number => {
      const runs = Array.from({ length: 101 }, (_, seed) => found(seed, strategy).counts.executions).sort(
        (a, b) => a - b,
      );
      return runs[50] as number;
    };
    const random = median((table) => randomly(table, [uniform]));
    const best = Math.min(median(policies.pct), median(policies.pos));
    expect(best).toBeLessThanOrEqual(100);
    expect(random / best).toBeGreaterThanOrEqual(5);
    expect(found(7, policies.pos)).toMatchObject({ findings: found(7, policies.pos).findings });
  });

  test('a schedule string says what is wrong with it', () => {
    expect(() => parseSchedule('xp2:a:b:c:d')).toThrow('of version xp2; this charsim reads xp1');
    expect(() => parseSchedule('hello')).toThrow("begins with 'xp1:'");
    expect(() => parseSchedule('xp1:swap-race:W2K1:dpor')).toThrow('has 4 parts');
    expect(() => parseSchedule('xp1:swap-race:W2K1:dpor:a2-b')).toThrow("'-' at character 3");
    expect(() => replay(m5, createStepTable(), parseSchedule('xp1:swap-race:W2K1:dpor:c').turns)).toThrow(
      'diverged at step 0',
    );
  });

  test.each([dpor, states, plain])(
    'a search over a problem that does not repeat itself says where it parted',
    (strategy) => {
      const problem = swapRace({ writers: 2, writes: 1 });
      let starts = 0;
      const restless: Problem = {
        ...problem,
        start(chooser) {
          starts += 1;
          return (starts > 1 ? swapRace({ writers: 2, writes: 1, variant: 'm2' }) : problem).start(chooser);
        },
      };
      expect(() => explore(restless, { name: 'test', strategy })).toThrow('diverged at step 0');
    },
  );
});
