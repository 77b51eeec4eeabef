import type { ScenarioResult, Summary } from './results.ts';

/** The figures of these results, out of `planned` scenarios. */
export function summaryOf(results: readonly ScenarioResult[], planned: number): Summary {
  const count = (verdict: ScenarioResult['verdict']): number =>
    results.filter((each) => each.verdict === verdict).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    notApplicable: count('not-applicable'),
    knownDeviations: count('known-deviation'),
    unexpectedPasses: count('unexpected-pass'),
    unknown: count('unknown'),
    notRun: planned - results.length,
    ...(count('as-another-release') > 0 ? { asAnotherRelease: count('as-another-release') } : {}),
  };
}
