import type { ProfileName } from '../../model/language/profile.ts';
import { profileByName, profiles } from '../../model/language/profiles.ts';
import { TargetFailure } from '../target.ts';

/** The numbers of query-version's `qemu` member. */
export type Version = { readonly major: number; readonly minor: number; readonly micro: number };
/** The profile to judge by, and whether it speaks about exactly this major and minor version. */
export type ChosenProfile = { readonly profile: ProfileName; readonly profileExact: boolean };

function compare(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor;
}

/**
 * The profile of a version: of the same major and minor number, else the nearest older one (`profileExact` false);
 * versions older than every profile get the oldest. `design` is no QEMU's profile.
 */
export function profileOfVersion(version: Version): ChosenProfile {
  const real = profiles.filter(({ name }) => name !== 'design').sort((a, b) => compare(a.version, b.version));
  const older = real.filter((profile) => compare(profile.version, version) <= 0);
  const chosen = older.at(-1) ?? real[0];
  if (chosen === undefined) throw new Error('there is at least one QEMU profile');
  return { profile: chosen.name, profileExact: compare(chosen.version, version) === 0 };
}

/** Whether a profile speaks about this major and minor version. */
export function isListed(version: Version): boolean {
  return profileOfVersion(version).profileExact;
}

/** The same, unless the user names a profile: one against the version needs `force`. Throws TargetFailure. */
export function chooseProfile(version: Version, wanted: ProfileName | undefined, force: boolean): ChosenProfile {
  const found = profileOfVersion(version);
  if (wanted === undefined || wanted === found.profile) return found;
  if (!force) {
    const text = `${version.major}.${version.minor}.${version.micro}`;
    throw new TargetFailure(
      `profile ${wanted} was asked for, but this QEMU is ${text}, whose profile is ${found.profile}; ` +
        'leave --profile away, or add --force to judge it by the other one',
    );
  }
  return { profile: wanted, profileExact: compare(profileByName[wanted].version, version) === 0 };
}
