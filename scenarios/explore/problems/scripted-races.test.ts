import { describe, expect, test, vi } from 'vitest';
import { type Exploration, explore } from '../explore.ts';
import { type ExploredProfile, problemOf } from '../problems.ts';
import { type StrategyPlan, strategyOf } from '../strategies.ts';
import { scriptedRaces } from './scripted-races.ts';

vi.setConfig({ testTimeout: 120_000 }); // a busy machine

const explored = (id: string, profile: ExploredProfile, plan: StrategyPlan, executionsMax: number): Exploration =>
  explore(problemOf({ id, profile, params: 'W0,hist' }), {
    name: 'test',
    strategy: (table) => strategyOf(plan, table),
    limits: { findingsMax: 1, executionsMax },
  });
const onePreemption: StrategyPlan = { kind: 'depth first', visited: true, sleep: false, preemptionsMax: 1 };
const randomly: StrategyPlan = { kind: 'random', policies: [{ policy: 'uniform' }, { policy: 'pos' }] };

describe('races that are told as scripts', () => {
  test.each(scriptedRaces.map(({ id }) => id))('%s shows nothing on the design', (id) => {
    for (const [plan, most] of [
      [onePreemption, 700],
      [randomly, 60],
    ] as const)
      expect(explored(id, 'design', plan, most).findings.map(({ broken }) => [broken.text, broken.more])).toEqual([]);
  });

  test.each(['qemu-7.2', 'qemu-10.0'] as const)('what %s breaks is found: RACE-S07, RACE-S08', (profile) => {
    for (const [id, property, race] of [
      ['engine/port-unplug', 'message after the end', 'RACE-S07'],
      ['engine/port-freed-watch', 'process dies', 'RACE-S08'],
    ] as const) {
      const [finding] = explored(id, profile, randomly, 400).findings;
      expect(finding?.broken.property, id).toBe(property);
      expect(finding?.broken.clauses).toContain(race);
    }
  });
});
