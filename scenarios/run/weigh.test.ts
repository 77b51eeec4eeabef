import { describe, expect, test } from 'vitest';
import { deviationProblems, deviationsOf } from './deviations.ts';
import type { ScenarioResult } from './results.ts';
import { type Weights, weigh } from './weigh.ts';

const failed: ScenarioResult = {
  id: 'toy/one',
  title: 'a toy',
  clauses: ['SHOULD-1'],
  verdict: 'failed',
  durationMs: 1,
  failure: { kind: 'target-against-model', step: 0, message: 'no', clauses: ['SHOULD-1'] },
};
const passed: ScenarioResult = { id: 'toy/one', title: 'a toy', clauses: ['MUST-1'], verdict: 'passed', durationMs: 1 };
const deviation = { scenario: 'toy/one', reason: 'it does otherwise', reference: 'bug 1' };
const strengths = new Map([
  ['SHOULD-1', 'should'],
  ['MAY-1', 'may'],
] as const);
const plain: Weights = {
  deviations: [],
  strengthOf: (id) => strengths.get(id as 'MAY-1'),
  strict: false,
  profile: 'design',
};

describe('known deviations', () => {
  const weights: Weights = { ...plain, deviations: [deviation] };

  test('a listed scenario that fails is a known deviation with its reason', () => {
    expect(weigh({ ...failed, clauses: ['MUST-1'] }, weights)).toMatchObject({
      verdict: 'known-deviation',
      reason: 'it does otherwise (bug 1)',
    });
  });

  test('a listed scenario that passes is an unexpected pass', () => {
    expect(weigh(passed, weights).verdict).toBe('unexpected-pass');
  });

  test('an entry for other profiles does not count', () => {
    const other: Weights = { ...plain, deviations: [{ ...deviation, profiles: ['qemu-7.2'] }] };
    expect(weigh(passed, other).verdict).toBe('passed');
  });

  test('an entry stands for its own scenario, and for the first of its kind', () => {
    const others = [{ ...deviation, scenario: 'toy/two' }];
    expect(weigh(passed, { ...plain, deviations: others }).verdict).toBe('passed');
    const twice = [deviation, { ...deviation, reason: 'second' }];
    expect(weigh(passed, { ...plain, deviations: twice }).reason).toBe(
      'listed as a known deviation: it does otherwise (bug 1)',
    );
  });

  test('what neither failed nor passed stays as it is', () => {
    const unknown: ScenarioResult = { ...passed, verdict: 'unknown', reason: 'a limit' };
    expect(weigh(unknown, weights)).toEqual(unknown);
    expect(weigh({ ...unknown, clauses: ['MAY-1'] }, plain).verdict).toBe('unknown');
  });

  test('an entry without a reference is a problem, and one a profile is not two', () => {
    const entries = [
      { ...deviation, profiles: ['qemu-7.2'], reference: ' ' },
      { ...deviation, profiles: ['qemu-10.0', 'qemu-7.2'] },
    ];
    expect(deviationProblems('scripted', entries, () => true)).toEqual([
      'scenarios/deviations/scripted.ts: toy/one: has no reference',
      'scenarios/deviations/scripted.ts: toy/one: is listed twice',
    ]);
    const apart = [
      { ...deviation, profiles: ['qemu-7.2'] },
      { ...deviation, profiles: ['qemu-10.0'] },
    ];
    expect(deviationProblems('scripted', apart, () => true)).toEqual([]);
  });

  test('entries for unknown scenarios, without reason or given twice are problems', () => {
    const entries = [{ ...deviation, reason: ' ' }, deviation, { ...deviation, scenario: 'toy/none' }];
    const problems = deviationProblems('scripted', entries, (id) => id === 'toy/one');
    expect(problems).toEqual([
      'scenarios/deviations/scripted.ts: toy/one: has no reason',
      'scenarios/deviations/scripted.ts: toy/one: is listed twice',
      'scenarios/deviations/scripted.ts: toy/none: no scenario has this id; remove the entry or correct it',
    ]);
  });

  test('a target that the project does not know has none', async () => {
    expect(await deviationsOf('somebody-elses')).toEqual([]);
  });
});

describe('strength', () => {
  test('scenarios of should-clauses fail the run only under strict', () => {
    expect(weigh(failed, plain)).toMatchObject({ verdict: 'known-deviation' });
    expect(weigh(failed, { ...plain, strict: true }).verdict).toBe('failed');
  });

  test('scenarios of may-clauses never fail it', () => {
    const may = { ...failed, clauses: ['MAY-1'] };
    expect(weigh(may, { ...plain, strict: true }).verdict).toBe('known-deviation');
  });

  test('the reason names the strength', () => {
    expect(weigh(failed, plain).reason).toBe('a should-clause is not met (--strict makes this a failure)');
    expect(weigh({ ...failed, clauses: ['MAY-1'] }, plain).reason).toBe('a may-clause is not taken up');
    expect(weigh({ ...failed, clauses: ['SHOULD-1', 'MAY-1'] }, plain).reason).toContain('should-clause');
    expect(weigh({ ...failed, clauses: [] }, plain).verdict).toBe('failed');
  });

  test('one must-clause makes a scenario a must', () => {
    expect(weigh({ ...failed, clauses: ['SHOULD-1', 'MUST-1'] }, plain).verdict).toBe('failed');
  });

  test('a fault of the suite itself is never excused', () => {
    const broken: ScenarioResult = { ...failed, failure: { kind: 'error', step: 0, message: 'no', clauses: [] } };
    expect(weigh(broken, plain).verdict).toBe('failed');
  });
});
