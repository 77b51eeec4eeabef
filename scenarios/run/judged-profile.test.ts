import { expect, test } from 'vitest';
import { profileByName } from '../../model/language/profiles.ts';
import { judgedProfile } from './judged-profile.ts';

test('a target is judged by its profile in its own version', () => {
  expect(judgedProfile({ profile: 'qemu-7.2', version: '7.2.19' })).toEqual({
    ...profileByName['qemu-7.2'],
    version: { major: 7, minor: 2, micro: 19 },
  });
  expect(judgedProfile({ profile: 'design', version: '10.0.0' })).toBe(profileByName.design);
  expect(judgedProfile({ profile: 'design', version: 'of today' })).toBe(profileByName.design);
});
