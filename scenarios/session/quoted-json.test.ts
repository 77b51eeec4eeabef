import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotedJson } from './quoted-json.ts';

test('a piece of JSON is quoted as JSON.stringify does it, wherever it was cut', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 40 });
  const values = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
  fc.assert(
    fc.property(fc.oneof(values, fc.array(texts)), fc.nat(), fc.nat(), (value, from, length) => {
      const json = JSON.stringify(value);
      const piece = json.slice(from % json.length).slice(0, 1 + (length % json.length));
      expect(quotedJson(piece)).toBe(JSON.stringify(piece));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['nothing to escape', 'x'.repeat(5000)],
  ['a quote at either end', `"${'x'.repeat(5000)}"`],
  ['backslashes before quotes', '\\"\\\\"'.repeat(40)],
  ['more than are looked for one by one', '"\\'.repeat(500)],
  ['the second half of a pair first', JSON.stringify('\u{1f600}').slice(2)],
  ['the first half of a pair last', JSON.stringify('a\u{1f600}').slice(0, -2)],
  ['nothing', ''],
])('%s', (_, piece) => {
  expect(quotedJson(piece)).toBe(JSON.stringify(piece));
});
