import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameData } from './same-data.ts';

test('what it calls the same is the same', () => {
  const few = fc.jsonValue({ maxDepth: 3, depthSize: 'small' });
  fc.assert(
    fc.property(few, few, (left, right) => {
      if (sameData(left, right)) expect(isDeepStrictEqual(left, right)).toBe(true);
      const copy = structuredClone(left);
      if (!JSON.stringify(left).includes('"$')) expect(sameData(left, copy)).toBe(true);
    }),
  );
});

test('a member that is missing is not one that is there, and nothing that stands for something else is compared', () => {
  expect(sameData({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(sameData({ a: undefined, b: 1 }, { b: 1, c: 2 })).toBe(false);
  expect(sameData([1, 2], { 0: 1, 1: 2 })).toBe(false);
  expect(sameData({ $fd: 3 }, { $fd: 3 })).toBe(false);
  expect(sameData({ value: { $int: '9' } }, { value: { $int: '9' } })).toBe(false);
});
