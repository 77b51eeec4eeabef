import { matchesPattern } from '../pattern.ts';
import type { Scenario } from '../scenario.ts';

/** Which of the loaded scenarios run. Within one list any match counts; between lists all must. */
export type Filter = {
  readonly clauses: readonly string[];
  readonly tags: readonly string[];
  readonly exclude: readonly string[];
  /** Part `index` (from 1) of `count`. */
  readonly shard?: { readonly index: number; readonly count: number };
};

/** The scenarios that pass, in their order. Shards part what the other filters leave, evenly, by position. */
export function selectScenarios(scenarios: readonly Scenario[], filter: Filter): readonly Scenario[] {
  const { clauses, tags, exclude, shard } = filter;
  const any = (patterns: readonly string[], texts: readonly string[]): boolean =>
    patterns.some((pattern) => texts.some((text) => matchesPattern(pattern, text)));
  const passing = scenarios.filter(
    (scenario) =>
      (clauses.length === 0 || any(clauses, scenario.clauses)) &&
      (tags.length === 0 || any(tags, scenario.tags ?? [])) &&
      !any(exclude, [scenario.id]),
  );
  return shard === undefined ? passing : passing.filter((_, at) => at % shard.count === shard.index - 1);
}
