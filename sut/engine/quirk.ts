import type { Profile } from '../../model/language/profile.ts';
import type { QuirkId } from '../../model/language/quirk.ts';

/** Whether the system has this defect. Each id is asked for in one place of the engine. Source: DEF rows. */
export function hasQuirk(machine: { readonly profile: Profile }, id: QuirkId): boolean {
  return machine.profile.quirks.includes(id);
}
