import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStream } from './seeded.ts';

test('seed and name determine the stream, on every machine', () => {
  const stream = createStream(42, 'chooser');
  expect([stream.next(), stream.next(), stream.next()]).toMatchInlineSnapshot(`
    [
      3131952160,
      1044131515,
      2448984635,
    ]
  `);
});

test('streams of different seeds or names differ, and use of one does not move another', () => {
  const firsts = (seed: number, name: string): string => {
    const stream = createStream(seed, name);
    return [stream.next(), stream.next()].join();
  };
  const all = [0, 1, 2, 2 ** 32, -1].flatMap((seed) => ['a', 'b', 'a/b'].map((name) => firsts(seed, name)));
  expect(new Set(all).size).toBe(all.length);
  const parent = createStream(1, 'p');
  const early = parent.split('c').next();
  parent.next();
  expect(parent.split('c').next()).toBe(early);
});

test('below is in range and reaches every value', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, count) => {
      const stream = createStream(seed, 'x');
      const seen = new Set(Array.from({ length: count * 40 }, () => stream.below(count)));
      expect([...seen].every((each) => each >= 0 && each < count)).toBe(true);
      expect(seen.size).toBe(count);
    }),
  );
  expect(() => createStream(1, 'x').below(0)).toThrow(RangeError);
});
