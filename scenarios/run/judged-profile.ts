import type { Profile } from '../../model/language/profile.ts';
import { profileByName } from '../../model/language/profiles.ts';
import type { TargetIdentity } from '../../sut/target.ts';

/**
 * The profile that a target is judged by, with the version that it says it has: a release of QEMU gets many micro
 * versions, and each names itself in its greetings. A version that is not three numbers leaves that of the profile.
 */
export function judgedProfile({ profile, version }: Pick<TargetIdentity, 'profile' | 'version'>): Profile {
  const own = profileByName[profile];
  const [, major, minor, micro] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (major === undefined) return own;
  const told = { major: Number(major), minor: Number(minor), micro: Number(micro) };
  const { version: usual } = own;
  const isUsual = told.major === usual.major && told.minor === usual.minor && told.micro === usual.micro;
  return isUsual ? own : { ...own, version: told };
}
