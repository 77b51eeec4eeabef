import type { Profile } from '../../model/language/profile.ts';
import type { TraitShown } from '../run/results.ts';
import { type Change, changesAmong, isNamed } from './blend.ts';
import { type Judges, judge, type Seen } from './seen.ts';
import { traitValue, withTrait } from './traits.ts';

/**
 * What a scenario tells of the traits of the system that it was asked of: those that, had they been as in another profile,
 * would not agree with what was seen, everything else being equal. `agreeing`: under which all agrees, one at least; a
 * trait is told only where all of these say the same of it. Of quirks, those that the scenario's clauses name; of rules,
 * those in which a release differs from another. `others`: profiles that do not agree.
 */
export function shownTraits(
  seen: Seen,
  agreeing: readonly Judges[],
  others: readonly Profile[],
): readonly TraitShown[] {
  const [first] = agreeing;
  if (first === undefined) return [];
  const shown = new Map<string, TraitShown>();
  for (const other of others) {
    for (const change of changesAmong(seen.scenario, first.profile, [other])) {
      const { trait } = change;
      const isAsked = isNamed(seen.scenario, trait) || (trait.kind === 'rule' && other.name !== 'design');
      if (!isAsked || shown.has(trait.id)) continue;
      const value = traitValue(trait, first.profile);
      if (agreeing.every((judges) => traitValue(trait, judges.profile) === value && parts(seen, judges, change)))
        shown.set(trait.id, { trait: trait.id, value });
    }
  }
  return [...shown.values()];
}

/** Whether what was seen could not be with that change; a model that does not predict what would have been tells nothing. */
function parts(seen: Seen, judges: Judges, { trait, from }: Change): boolean {
  const changed = judge(seen, { ...judges, profile: withTrait(judges.profile, trait, from) });
  return !changed.agrees && changed.step !== Number.NEGATIVE_INFINITY;
}
