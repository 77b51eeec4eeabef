import { expect, test } from 'vitest';
import { chosenParts, type SoakPart } from './soak-part.ts';

const parts: readonly SoakPart[] = ['fuzz/simulated:design', 'fuzz/qemu:7.2.22', 'catalogue/qemu:7.2.22', 'kills'].map(
  (name) => ({ name, run: async () => ({ status: 0, text: '' }) }),
);
const namesOf = (...names: readonly string[]): readonly string[] | string => {
  const chosen = chosenParts(parts, names);
  return 'unknown' in chosen ? chosen.unknown : chosen.parts.map(({ name }) => name);
};

test('a part of the soak is meant by its name or a whole beginning of it, all by no name', () => {
  expect(namesOf()).toHaveLength(4);
  expect(namesOf('fuzz')).toEqual(['fuzz/simulated:design', 'fuzz/qemu:7.2.22']);
  expect(namesOf('fuzz/qemu', 'kills')).toEqual(['fuzz/qemu:7.2.22', 'kills']);
  expect(namesOf('catalogue/qemu:7.2.22')).toEqual(['catalogue/qemu:7.2.22']);
});

test('a name that means no part is told, also half a word', () => {
  expect(namesOf('kills', 'fuz')).toBe('fuz');
  expect(namesOf('fuzz/qemu:7')).toBe('fuzz/qemu:7');
});
