import { expect, test } from 'vitest';
import { profiles } from '../../model/language/profiles.ts';
import { observedReleases } from './observed-releases.ts';
import { traitsAmong, traitValue } from './traits.ts';

test('what was observed speaks about traits that there are, in words that profiles have', () => {
  expect(observedReleases.length).toBeGreaterThan(0);
  const traits = new Map(traitsAmong(profiles).map((trait) => [trait.id as string, trait]));
  for (const { version, traits: observed } of observedReleases) {
    for (const [id, words] of Object.entries(observed)) {
      const trait = traits.get(id);
      const known = trait === undefined ? [] : profiles.map((profile) => traitValue(trait, profile));
      for (const word of words.split(' or ')) expect(known, `${version} ${id}`).toContain(word);
    }
  }
});

test('a release is observed only where no profile speaks about it', () => {
  const own = profiles.map(({ version: { major, minor } }) => `${major}.${minor}`);
  const seen = observedReleases.map(({ version }) => version.split('.').slice(0, 2).join('.'));
  expect(seen.filter((release) => own.includes(release))).toEqual([]);
  expect(new Set(seen).size).toBe(seen.length);
});
