import type { ClauseId } from './clause-id.ts';
import type { ProfileName } from './profile.ts';

/** Rules that a release no longer has as they stand; those of the release that it is like hold in it otherwise. */
const ended: readonly { readonly id: ClauseId; readonly in: ProfileName }[] = [
  { id: 'Q-FOUND-4', in: 'qemu-11.1' },
  { id: 'Q-FOUND-18', in: 'qemu-11.1' },
];

/** True where this rule does not hold in that release although it did in the one before. */
export function ruleEnds(id: string, profile: ProfileName): boolean {
  return ended.some((end) => end.id === id && end.in === profile);
}
