import { profiles } from '../../model/language/profiles.ts';
import type { ScenarioResult, TraitReading } from '../run/results.ts';
import { traitsAmong, traitValue } from './traits.ts';

/** What these results tell of each trait of the release, in the order of the registry; traits that none shows are left out. */
export function traitReadings(results: readonly ScenarioResult[]): readonly TraitReading[] {
  const scenariosOf = new Map<string, Map<string, string[]>>();
  for (const { id, shows = [] } of results) {
    for (const { trait, value } of shows) {
      const values = scenariosOf.get(trait) ?? new Map<string, string[]>();
      scenariosOf.set(trait, values.set(value, [...(values.get(value) ?? []), id]));
    }
  }
  return traitsAmong(profiles).flatMap((trait) => {
    const values = scenariosOf.get(trait.id);
    if (values === undefined) return [];
    const readings = [...values].map(([value, scenarios]) => ({
      value,
      as: profiles.filter((profile) => traitValue(trait, profile) === value).map(({ name }) => name),
      scenarios,
    }));
    const { id, kind, title } = trait;
    return [{ id, kind, title, readings: readings.sort((a, b) => b.scenarios.length - a.scenarios.length) }];
  });
}
