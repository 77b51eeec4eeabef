import type { ScenarioResult, Summary, TargetInfo, TargetResults, TraitReading } from '../scenarios/run/results.ts';
import { totalSummary } from './summary.ts';

/** One scenario on one target; `target` (its id) is present only when the document holds several. */
export type ResultRow = ScenarioResult & { readonly target?: string };

/** One of several targets of a document. */
export type ResultTarget = {
  readonly target: TargetInfo;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly warnings: readonly string[];
  readonly traits?: readonly TraitReading[];
};

/**
 * What `run --json` writes. With one target: its results. With several: `target` stands for all of them (its profile lists
 * theirs, separated by commas), `summary` is the total, `targets` has each by itself, and each row names its target.
 * Fields may be added within version 1; none goes away.
 */
export type ResultsDocument = {
  readonly format: 'charsim-results/1';
  readonly target: Omit<TargetInfo, 'profile'> & { readonly profile: string };
  readonly complete: boolean;
  readonly summary: Summary;
  readonly scenarios: readonly ResultRow[];
  readonly warnings: readonly string[];
  /** With one target, a release without a profile of its own: what was read off it. */
  readonly traits?: readonly TraitReading[];
  readonly targets?: readonly ResultTarget[];
};

/** Results of a run as a document. At least one target; throws RangeError otherwise. */
export function resultsDocument(results: readonly TargetResults[]): ResultsDocument {
  const [first] = results;
  if (first === undefined) throw new RangeError('results of no target: a run has at least one');
  if (results.length === 1) {
    return { format: 'charsim-results/1', ...first };
  }
  return {
    format: 'charsim-results/1',
    target: jointTarget(results.map((each) => each.target)),
    complete: results.every((each) => each.complete),
    summary: totalSummary(results.map((each) => each.summary)),
    scenarios: results.flatMap(({ target, scenarios }) => scenarios.map((row) => ({ ...row, target: target.id }))),
    warnings: [...new Set(results.flatMap((each) => each.warnings))],
    targets: results.map(({ scenarios: _rows, ...each }) => each),
  };
}

/** The document as text: two spaces of indent, a line feed at the end. */
export function resultsJson(results: readonly TargetResults[]): string {
  return `${JSON.stringify(resultsDocument(results), undefined, 2)}\n`;
}

/** The inverse: the results of each target that a document holds, in its order. */
export function resultsOf(document: ResultsDocument): readonly TargetResults[] {
  const { target, complete, summary, scenarios, warnings, traits, targets } = document;
  if (targets === undefined)
    return [{ target, complete, summary, scenarios, warnings, ...(traits === undefined ? {} : { traits }) }];
  return targets.map((each) => ({
    ...each,
    scenarios: scenarios
      .filter((row) => row.target === each.target.id)
      .map(({ target: _target, ...result }): ScenarioResult => result),
  }));
}

function jointTarget(targets: readonly TargetInfo[]): TargetInfo {
  const joint = (pick: (target: TargetInfo) => string): string => [...new Set(targets.map(pick))].join(',');
  return {
    // `simulated:design` and `simulated:qemu-7.2` are together `simulated`
    id: joint((each) => each.id.split(':')[0] ?? each.id),
    name: joint((each) => each.name),
    version: joint((each) => each.version),
    profile: joint((each) => each.profile),
    profileExact: targets.every((each) => each.profileExact),
  };
}
