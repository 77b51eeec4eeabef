import { describe, expect, test } from 'vitest';
import { clauses } from '../../model/language/clauses.ts';
import { properties } from '../../sut/engine/hotswap/violation.ts';
import { explore } from './explore.ts';
import type { Problem } from './problem.ts';
import { races } from './problems/catalogue.ts';
import { engineProperties } from './problems/engine-properties.ts';
import { raceProblem } from './problems/race-stage.ts';
import { type ExploredProfile, problems } from './problems.ts';
import { depthFirst } from './strategies/depth-first.ts';
import { dpor } from './strategies/dpor.ts';
import { everyState, strategyOf } from './strategies.ts';

function made(id: string, profile: ExploredProfile, params: string): Problem {
  const entry = problems.find((each) => each.id === id);
  if (entry === undefined) throw new Error(`there is no problem ${id}`);
  return entry.make({ profile, repairs: new Set(), params });
}

describe('problems', () => {
  test('have ids of their own and make themselves anew from their params', () => {
    expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length);
    for (const { id, profiles, params } of problems) {
      for (const profile of profiles) expect(made(id, profile, made(id, profile, params).params).id).toBe(id);
    }
    expect(() => made('race/writers', 'posted-2017', 'W1K1,RACE-99')).toThrow('RACE-99 cannot be lifted');
    expect(() => made('race/writers', 'posted-2017', 'W9')).toThrow("this is 'W9'");
  });

  test.each([
    ['no lock', 'race/writers', 'use after free'],
    ['closes early', 'race/writers', 'use after free'],
    ['no way back', 'race/refused', 'attached to nobody'],
  ] as const)('the flaw "%s", planted into the design, is found in %s within 20 runs: %s', (flaw, id, property) => {
    const entry = races.find((race) => race.id === id);
    if (entry === undefined) throw new Error(`there is no race ${id}`);
    const problem = raceProblem(entry, { profile: 'design', repairs: [], flaw }, { writers: 1, writes: 1 });
    for (const plan of [everyState, { kind: 'dpor' } as const]) {
      const { counts, findings } = explore(problem, { name: 'test', strategy: (table) => strategyOf(plan, table) });
      expect(findings.map(({ broken }) => broken.property)).toEqual([property]);
      expect(counts.executions + counts.pruned + counts.blocked).toBeLessThanOrEqual(20);
    }
  });

  test('a swap against writers of the hotswap as posted is exhausted, alike by states and by traces', () => {
    const problem = made('race/writers', 'posted-2017', 'W2K1');
    const all = { limits: { findingsMax: 99 } };
    const states = explore(problem, {
      name: 'states',
      strategy: (table) => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null }),
      ...all,
    });
    const traces = explore(problem, { name: 'dpor', strategy: dpor, ...all });
    expect(states).toMatchObject({ complete: true, findings: [] });
    expect(traces).toMatchObject({ complete: true, findings: [], counts: { blocked: 0 } });
  });
});

test('every guarantee of the hotswap is looked at by a property with a name', () => {
  const named = new Set<string>([...Object.values(properties), ...Object.values(engineProperties)].flat());
  const safe = clauses.filter(({ family }) => family === 'SAFE').map(({ id }) => id);
  expect(safe.filter((id) => !named.has(id))).toEqual([]);
  expect(safe.length).toBeGreaterThan(15);
});
