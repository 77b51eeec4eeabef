import type { Profile } from '../../model/language/profile.ts';
import type { Quirk } from '../../model/language/quirk.ts';
import { quirks } from '../../model/language/quirks.ts';
import { type SwitchName, switchWords } from '../../model/language/switches.ts';

/** One thing in which releases differ: a quirk that some have, or a rule that is another one in some. */
export type Trait =
  | { readonly kind: 'quirk'; readonly id: Quirk['id']; readonly title: string; readonly clauses: readonly string[] }
  | { readonly kind: 'rule'; readonly id: SwitchName; readonly title: string; readonly clauses: readonly string[] };

const namesOnly: ReadonlySet<string> = new Set(['name', 'version', 'quirks', 'like']);

function isSwitch(key: string): key is SwitchName {
  return !namesOnly.has(key);
}

/** Every trait in which these profiles differ among each other: quirks first, each kind in the order of its registry. */
export function traitsAmong(profiles: readonly Profile[]): readonly Trait[] {
  const differs = (trait: Trait): boolean => new Set(profiles.map((profile) => traitValue(trait, profile))).size > 1;
  const ofQuirks = quirks.map(({ id, title, clauses }): Trait => ({ kind: 'quirk', id, title, clauses }));
  const keys = new Set(profiles.flatMap((profile) => Object.keys(profile).filter(isSwitch)));
  const ofRules = [...keys].map((id): Trait => {
    const words = switchWords[id] ?? { title: id, clauses: [] };
    return { kind: 'rule', id, ...words };
  });
  return [...ofQuirks, ...ofRules].filter(differs);
}

/** What a profile has of a trait, as a word: `yes` and `no` for quirks and for rules that hold or do not. */
export function traitValue(trait: Trait, profile: Profile): string {
  const value = trait.kind === 'quirk' ? profile.quirks.includes(trait.id) : profile[trait.id];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value ?? 'no');
}

/** The profile with that one trait as another profile has it. */
export function withTrait(profile: Profile, trait: Trait, like: Profile): Profile {
  if (trait.kind === 'rule') return { ...profile, [trait.id]: like[trait.id] };
  const others = profile.quirks.filter((id) => id !== trait.id);
  return { ...profile, quirks: like.quirks.includes(trait.id) ? [...others, trait.id] : others };
}
