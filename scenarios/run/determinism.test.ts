import { describe, expect, test } from 'vitest';
import { profiles } from '../../model/language/profiles.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { Scenario } from '../scenario.ts';
import { deviationsOf } from './deviations.ts';
import { runOnSpec } from './run.ts';

async function hashes(profile: (typeof profiles)[number]['name'], scenarios: readonly Scenario[], jobs: number) {
  const deviations = await deviationsOf('simulated');
  const { results } = await runOnSpec({ kind: 'simulated', profile }, scenarios, jobs, { deviations });
  expect(results?.complete).toBe(true);
  const rows = results?.scenarios ?? [];
  return rows.map(({ id, verdict, traceHash }) => `${id} ${verdict} ${traceHash ?? ''}`).sort();
}

describe('the simulated target', () => {
  for (const { name } of profiles) {
    test(`gives the same traces in any order and with any number of jobs (${name})`, async () => {
      const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
      const straight = await hashes(name, scenarios, 1);
      const otherwise = await hashes(name, [...scenarios].reverse(), 2);
      expect(straight.length).toBe(scenarios.length);
      expect(straight.filter((row) => !/ (passed|not-applicable) /.test(row))).toEqual([]);
      expect(otherwise).toEqual(straight);
    });
  }
});
