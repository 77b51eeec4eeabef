import { expect, test } from 'vitest';
import { mergeRepeats } from './repeats.ts';
import type { ScenarioResult, Verdict } from './results.ts';
import { summaryOf } from './tally.ts';

const run = (verdict: Verdict, more: Partial<ScenarioResult> = {}): ScenarioResult => ({
  id: 'toy/one',
  title: 'a toy',
  clauses: ['FDSET-13'],
  verdict,
  durationMs: 2,
  ...more,
});
const failure = { kind: 'hang', step: 1, message: 'no reply', clauses: [] } as const;

test('one run is itself, none is a mistake', () => {
  const only = run('passed', { traceHash: 'x' });
  expect(mergeRepeats([only], true)).toBe(only);
  expect(() => mergeRepeats([], true)).toThrow(RangeError);
});

test('runs that agree are one row with the time of all', () => {
  expect(mergeRepeats([run('passed', { traceHash: 'x' }), run('passed', { traceHash: 'x' })], true)).toEqual(
    run('passed', { traceHash: 'x', durationMs: 4 }),
  );
  const twice = mergeRepeats([run('failed', { failure }), run('failed', { failure })], false);
  expect(twice.failure?.message).toBe('no reply');
});

test('the worst of runs that differ is told with its share', () => {
  const merged = mergeRepeats([run('passed'), run('failed', { failure }), run('passed')], false);
  expect(merged).toMatchObject({ verdict: 'failed', durationMs: 6, failure: { kind: 'hang' } });
  expect(merged.failure?.message).toBe('no reply (in 1 of 3 runs)');
  const unknown = mergeRepeats([run('passed'), run('unknown', { reason: 'a limit' }), run('unknown')], false);
  expect(unknown).toMatchObject({ verdict: 'unknown', reason: 'a limit (in 2 of 3 runs)' });
  expect(mergeRepeats([run('passed'), run('unexpected-pass')], false)).not.toHaveProperty('reason');
});

test.each<readonly [Verdict, Verdict]>([
  ['failed', 'unexpected-pass'],
  ['unexpected-pass', 'unknown'],
  ['unknown', 'known-deviation'],
  ['known-deviation', 'not-applicable'],
  ['not-applicable', 'passed'],
])('%s is worse than %s', (worse, better) => {
  expect(mergeRepeats([run(better), run(worse)], false).verdict).toBe(worse);
  expect(mergeRepeats([run(worse), run(better)], false).verdict).toBe(worse);
});

test('different traces of a deterministic target are a failure, of another one not', () => {
  const runs = [run('passed', { traceHash: 'x' }), run('passed', { traceHash: 'y' }), run('passed')];
  const merged = mergeRepeats(runs, true);
  expect(merged).toMatchObject({ verdict: 'failed', durationMs: 6, failure: { kind: 'error', step: -1 } });
  expect(merged.failure?.message).toMatch(/^3 runs gave 3 different traces: /);
  expect(mergeRepeats(runs, false).verdict).toBe('passed');
  expect(mergeRepeats([run('unknown', { traceHash: 'x' }), run('unknown', { traceHash: 'y' })], true).verdict).toBe(
    'unknown',
  );
});

test('the summary counts each verdict, and what was not run', () => {
  const results = (
    [
      ['passed', 1],
      ['failed', 2],
      ['not-applicable', 3],
      ['known-deviation', 4],
      ['unexpected-pass', 5],
      ['unknown', 6],
    ] as const
  ).flatMap(([verdict, count]) => Array.from({ length: count }, () => run(verdict)));
  expect(summaryOf(results, 30)).toEqual({
    passed: 1,
    failed: 2,
    notApplicable: 3,
    knownDeviations: 4,
    unexpectedPasses: 5,
    unknown: 6,
    notRun: 9,
  });
});
