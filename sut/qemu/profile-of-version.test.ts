import { expect, test } from 'vitest';
import { chooseProfile, profileOfVersion } from './profile-of-version.ts';

const version = (major: number, minor: number, micro = 0) => ({ major, minor, micro });

test.each([
  [version(7, 2, 22), 'qemu-7.2', true],
  [version(7, 2, 0), 'qemu-7.2', true],
  [version(8, 1, 3), 'qemu-7.2', false],
  [version(10, 0, 13), 'qemu-10.0', true],
  [version(10, 2, 1), 'qemu-10.0', false],
  [version(11, 1, 2), 'qemu-11.1', true],
  [version(11, 2, 0), 'qemu-11.1', false],
  [version(6, 2, 0), 'qemu-7.2', false],
] as const)('%o is judged by %s, exactly: %s', (found, profile, profileExact) => {
  expect(profileOfVersion(found)).toEqual({ profile, profileExact });
});

test('a profile against the version is refused, unless forced', () => {
  expect(() => chooseProfile(version(7, 2, 22), 'qemu-10.0', false)).toThrow(
    expect.objectContaining({
      name: 'TargetFailure',
      message: expect.stringContaining('7.2.22, whose profile is qemu-7.2'),
    }),
  );
  expect(chooseProfile(version(7, 2, 22), 'qemu-10.0', true)).toEqual({ profile: 'qemu-10.0', profileExact: false });
  expect(chooseProfile(version(10, 1), 'qemu-10.0', false)).toEqual({ profile: 'qemu-10.0', profileExact: false });
});
