import type { ScenarioResult, Summary, TargetResults, Verdict } from '../scenarios/run/results.ts';

/** Every verdict, worst first: the order of lists and legends. */
export const verdicts: readonly Verdict[] = [
  'failed',
  'unexpected-pass',
  'unknown',
  'known-deviation',
  'as-another-release',
  'not-applicable',
  'passed',
];

/** What each verdict is called in front of people. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  failed: 'failed',
  'unexpected-pass': 'unexpected pass',
  unknown: 'unknown',
  'known-deviation': 'known deviation',
  'as-another-release': 'as another release',
  'not-applicable': 'not applicable',
  passed: 'passed',
};

/** A mark for where there is no room for the word; never the only sign, the word stands near or in the legend. */
export const verdictMarks: Readonly<Record<Verdict, string>> = {
  failed: '✗',
  'unexpected-pass': '‼',
  unknown: '?',
  'known-deviation': '≈',
  'as-another-release': '→',
  'not-applicable': '–',
  passed: '✓',
};

/** Whether a run with this verdict does not conform (exit code 1). `unknown` does not: it is inconclusive. */
export function isNonConformance(verdict: Verdict): boolean {
  return verdict === 'failed' || verdict === 'unexpected-pass';
}

/** The sum of several targets' figures. */
export function totalSummary(summaries: readonly Summary[]): Summary {
  const sum = (pick: (summary: Summary) => number): number => summaries.reduce((total, each) => total + pick(each), 0);
  const asAnother = sum((each) => each.asAnotherRelease ?? 0);
  return {
    passed: sum((each) => each.passed),
    failed: sum((each) => each.failed),
    notApplicable: sum((each) => each.notApplicable),
    knownDeviations: sum((each) => each.knownDeviations),
    unexpectedPasses: sum((each) => each.unexpectedPasses),
    unknown: sum((each) => each.unknown),
    notRun: sum((each) => each.notRun),
    ...(asAnother > 0 ? { asAnotherRelease: asAnother } : {}),
  };
}

/** The figure that belongs to a verdict. */
export function countOf(summary: Summary, verdict: Verdict): number {
  switch (verdict) {
    case 'passed':
      return summary.passed;
    case 'failed':
      return summary.failed;
    case 'not-applicable':
      return summary.notApplicable;
    case 'known-deviation':
      return summary.knownDeviations;
    case 'unexpected-pass':
      return summary.unexpectedPasses;
    case 'unknown':
      return summary.unknown;
    case 'as-another-release':
      return summary.asAnotherRelease ?? 0;
  }
}

/** The family of a scenario: the first folder of its id. */
export function scenarioFamily(id: string): string {
  const slash = id.indexOf('/');
  return slash < 0 ? id : id.slice(0, slash);
}

/** What needs a look, in the order of `verdicts`, then of the run: failures, unexpected passes and unknowns. */
export function attentionOf(results: TargetResults): readonly ScenarioResult[] {
  return verdicts
    .filter((verdict) => isNonConformance(verdict) || verdict === 'unknown')
    .flatMap((verdict) => results.scenarios.filter((each) => each.verdict === verdict));
}

/** The command that runs one scenario on one target again; the command line knows it, reports only print it. */
export type Reproduce = (target: TargetResults['target'], result: ScenarioResult) => string;
