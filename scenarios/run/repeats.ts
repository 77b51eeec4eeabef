import type { ScenarioResult, Verdict } from './results.ts';

const worstFirst: readonly Verdict[] = [
  'failed',
  'unexpected-pass',
  'unknown',
  'known-deviation',
  'as-another-release',
  'not-applicable',
  'passed',
];

/**
 * One row for several runs of one scenario: the worst of them, with the time of all. Where the target is deterministic,
 * two passing runs with different traces are a failure of their own. At least one run; throws RangeError otherwise.
 */
export function mergeRepeats(runs: readonly ScenarioResult[], deterministic: boolean): ScenarioResult {
  const [first] = runs;
  if (first === undefined) throw new RangeError('no run to merge');
  if (runs.length === 1) return first;
  const worst = worstFirst.flatMap((verdict) => runs.filter((each) => each.verdict === verdict))[0] ?? first;
  const durationMs = runs.reduce((sum, each) => sum + each.durationMs, 0);
  const alike = runs.filter((each) => each.verdict === worst.verdict).length;
  if (worst.verdict === 'passed' && deterministic && new Set(runs.map((each) => each.traceHash)).size > 1) {
    const message = `${runs.length} runs gave ${new Set(runs.map((each) => each.traceHash)).size} different traces: something reads the clock, chance or the environment`;
    const failure = { kind: 'error', step: -1, message, clauses: first.clauses } as const;
    return { ...worst, verdict: 'failed', durationMs, failure };
  }
  if (alike === runs.length) return { ...worst, durationMs };
  const share = `${alike} of ${runs.length} runs`;
  const failure =
    worst.failure === undefined
      ? {}
      : { failure: { ...worst.failure, message: `${worst.failure.message} (in ${share})` } };
  const reason = worst.reason === undefined ? {} : { reason: `${worst.reason} (in ${share})` };
  return { ...worst, durationMs, ...failure, ...reason };
}
