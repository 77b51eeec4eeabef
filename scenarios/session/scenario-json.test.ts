import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { Scenario } from '../scenario.ts';
import { scenarioJson } from './scenario-json.ts';

function shaOf(scenario: Scenario): string {
  return createHash('sha256').update(JSON.stringify(scenario)).digest('hex');
}

test('the digest is that of the JSON of the whole scenario, for every one of the catalogue', async () => {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  expect(scenarios.length).toBeGreaterThan(1000);
  for (const scenario of scenarios) expect(scenarioJson(scenario).sha, scenario.id).toBe(shaOf(scenario));
});

test('so it is without steps, with members that are undefined, and with payloads that are hashed by themselves', () => {
  const plain: Scenario = { id: 'a/b', title: 't', clauses: ['SLOG-03'], launch: 'manual', steps: [] };
  const long: Scenario = {
    ...plain,
    steps: [
      [{ do: 'peer-send', on: 'c', bytes: 'é'.repeat(70_000) }, { see: 'done' }],
      [{ do: 'hold' }],
      [{ do: 'peer-send', on: 'c', bytes: '"'.repeat(20_000) }],
    ] as unknown as Scenario['steps'],
  };
  const odd = { ...plain, launch: undefined, steps: [[{ do: 'hold' }, undefined]] } as unknown as Scenario;
  for (const scenario of [plain, long, odd]) expect(scenarioJson(scenario).sha).toBe(shaOf(scenario));
  expect(scenarioJson(long).steps[1]).toEqual({ action: '{"do":"hold"}', literal: undefined });
});
