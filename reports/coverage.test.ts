import { expect, it } from 'vitest';
import { clauses } from '../model/language/clauses.ts';
import type { TargetResults } from '../scenarios/run/results.ts';
import { coverageOf } from './coverage.ts';

const none = { passed: 1, failed: 0, notApplicable: 0, knownDeviations: 0, unexpectedPasses: 0, unknown: 0, notRun: 0 };

function passed(profile: string): TargetResults {
  const id = `simulated:${profile}`;
  const scenario = { id: 'def/x', title: 'x', clauses: ['DEF-01'], verdict: 'passed', durationMs: 1 } as const;
  const target = { id, name: id, version: '1', profile, profileExact: true };
  return { target, complete: true, summary: none, scenarios: [scenario], warnings: [] };
}

it('shows a defect only where the profile has it; elsewhere the same scenario shows its repair', () => {
  const rows = coverageOf(clauses, [], [passed('design'), passed('qemu-7.2')]).flatMap((family) => family.clauses);
  const row = rows.find(({ clause }) => clause.id === 'DEF-01');
  expect(row?.shownOn).toEqual(['simulated:qemu-7.2']);
  expect(row?.repairedOn).toEqual(['simulated:design']);
});
