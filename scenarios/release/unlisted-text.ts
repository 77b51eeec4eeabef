import { profiles } from '../../model/language/profiles.ts';
import type { TargetInfo } from '../run/results.ts';

/** Which profile was taken for a release that none speaks about, why, and what that means for the verdicts. */
export function unlistedText({ id, profile, version }: Pick<TargetInfo, 'id' | 'profile' | 'version'>): string {
  const real = profiles.filter(({ name }) => name !== 'design').map(({ name }) => name);
  const release = version.split('.').slice(0, 2).join('.');
  return (
    `${id}: no profile speaks about ${release} (there are ${real.join(', ')}), so it is judged by ${profile}; ` +
    'what is not as there, but as in another profile, is told as such and does not fail the run'
  );
}
