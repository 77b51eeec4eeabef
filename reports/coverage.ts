import type { Clause, Unreachable } from '../model/language/clause.ts';
import { quirks } from '../model/language/quirks.ts';
import type { TargetResults } from '../scenarios/run/results.ts';

/** What results say about one clause. A clause is shown on a target by a scenario that cites it and passed there. */
export type ClauseCoverage = {
  readonly clause: Clause;
  /** Ids of the scenarios in the results that cite it, each once, in the order of the results. */
  readonly scenarios: readonly string[];
  /** Ids of the targets where a scenario showed it. */
  readonly shownOn: readonly string[];
  /** Ids of the targets whose profile lacks the defect that the clause states, where a scenario showed what is done instead. */
  readonly repairedOn: readonly string[];
  /** Ids of the targets where a scenario that cites it failed or passed unexpectedly. */
  readonly contradictedOn: readonly string[];
  /** Why no scenario can show it; absent where one can. */
  readonly unreachable?: string;
};

/** One family with its clauses, in the order of the catalogue. */
export type FamilyCoverage = { readonly family: string; readonly clauses: readonly ClauseCoverage[] };

/**
 * Coverage of `clauses` by `results`, family by family. Ids that scenarios cite and the catalogue does not have are
 * ignored (a test keeps them out).
 */
export function coverageOf(
  clauses: readonly Clause[],
  unreachable: readonly Unreachable[],
  results: readonly TargetResults[],
): readonly FamilyCoverage[] {
  const citedBy = new Map<string, Set<string>>();
  const shownOn = new Map<string, Set<string>>();
  const repairedOn = new Map<string, Set<string>>();
  const contradictedOn = new Map<string, Set<string>>();
  const hasDefect = defectProfiles();
  for (const { target, scenarios } of results) {
    for (const { id, clauses: cited, verdict } of scenarios) {
      for (const clause of cited) {
        add(citedBy, clause, id);
        const isRepaired = hasDefect.get(clause)?.has(target.profile) === false;
        if (verdict === 'passed') add(isRepaired ? repairedOn : shownOn, clause, target.id);
        if (verdict === 'failed' || verdict === 'unexpected-pass') add(contradictedOn, clause, target.id);
      }
    }
  }
  const reasons: ReadonlyMap<string, string> = new Map(unreachable.map(({ id, reason }) => [id, reason]));
  const families = new Map<string, ClauseCoverage[]>();
  for (const clause of clauses) {
    const reason = reasons.get(clause.id);
    const row: ClauseCoverage = {
      clause,
      scenarios: [...(citedBy.get(clause.id) ?? [])],
      shownOn: [...(shownOn.get(clause.id) ?? [])],
      repairedOn: [...(repairedOn.get(clause.id) ?? [])],
      contradictedOn: [...(contradictedOn.get(clause.id) ?? [])],
      ...(reason === undefined ? {} : { unreachable: reason }),
    };
    families.set(clause.family, [...(families.get(clause.family) ?? []), row]);
  }
  return [...families].map(([family, rows]) => ({ family, clauses: rows }));
}

/** The profiles that have the defect which a clause states, by clause. */
function defectProfiles(): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(quirks.map(({ id, profiles }) => [id, new Set<string>(profiles)]));
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
