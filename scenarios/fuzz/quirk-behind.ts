import type { Profile } from '../../model/language/profile.ts';
import type { QuirkId } from '../../model/language/quirk.ts';
import { quirks } from '../../model/language/quirks.ts';

/**
 * The quirk that explains a divergence: the first one with which the model of this profile agrees (or without which, where
 * the profile has it). `agrees` runs the small scenario against the model of another profile. Undefined when none does.
 */
export async function quirkBehind(
  profile: Profile,
  agrees: (variant: Profile) => Promise<boolean>,
): Promise<QuirkId | undefined> {
  for (const { id } of quirks) {
    const has = profile.quirks.includes(id);
    const variant = {
      ...profile,
      quirks: has ? profile.quirks.filter((each) => each !== id) : [...profile.quirks, id],
    };
    if (await agrees(variant)) return id;
  }
  return undefined;
}
