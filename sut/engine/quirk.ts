import type { Profile } from '../../model/language/profile.ts';
import type { QuirkId } from '../../model/language/quirk.ts';

const sets = new WeakMap<readonly QuirkId[], ReadonlySet<QuirkId>>();

/** Whether the system has this defect. Each id is asked for in one place of the engine. Source: DEF rows. */
export function hasQuirk(machine: { readonly profile: Profile }, id: QuirkId): boolean {
  const { quirks } = machine.profile;
  let set = sets.get(quirks);
  if (set === undefined) {
    set = new Set(quirks);
    sets.set(quirks, set);
  }
  return set.has(id);
}
