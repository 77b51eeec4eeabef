import { properties } from '../../../sut/engine/hotswap/violation.ts';
import { races } from './catalogue.ts';
import { engineRaces } from './engine-races.ts';
import type { RaceEntry } from './race-entry.ts';
import { scriptedRaces } from './scripted-races.ts';

/**
 * Clauses that explorations show, with the races that do: the row that a race breaks, the guarantees that it looks at,
 * and what else it cites. A rule of the design is shown by the races that it excludes: they end there without a finding.
 */
export function racesByClause(
  avoidedBy: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const entries = [
    ...races.map((race) => ({ id: race.id, cited: citedBy(race, avoidedBy) })),
    ...[...engineRaces, ...scriptedRaces].map(({ id, clauses }) => ({ id, cited: clauses })),
  ];
  for (const { id, cited } of entries) {
    for (const clause of cited) {
      const ids = found.get(clause) ?? new Set();
      found.set(clause, ids.add(id));
    }
  }
  return new Map([...found].map(([clause, ids]) => [clause, [...ids]]));
}

function citedBy(
  { shows, clauses = [] }: RaceEntry,
  avoidedBy: ReadonlyMap<string, string | undefined>,
): readonly string[] {
  return [
    ...clauses,
    ...shows.flatMap(({ race, property }) => [race, ...properties[property], ...rulesOf(avoidedBy.get(race) ?? '')]),
  ];
}

/** `ENG-06, 12` are two rules. */
function rulesOf(text: string): readonly string[] {
  return [...text.matchAll(/\d+/g)].map(([number]) => `ENG-${number}`);
}
