import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { traceHash } from './trace-hash.ts';

test('equal values give equal texts whatever the order of their members', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true, B: undefined })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
  expect(canonicalJson({ a: 1, b: 2, c: 3 })).toBe(canonicalJson({ c: 3, a: 1, b: 2 }));
  expect(canonicalJson([[], {}])).toBe('[[],{}]');
  expect(canonicalJson('"')).toBe('"\\""');
});

test('what JSON cannot hold is refused', () => {
  expect(() => canonicalJson([() => 1])).toThrow(TypeError);
});

test('the hash is over actions, outcomes and inner trace', () => {
  const step = { action: { do: 'hold' }, outcome: { see: 'done' } } as const;
  const hashes = [
    traceHash([], undefined),
    traceHash([step], undefined),
    traceHash([step, step], undefined),
    traceHash([step], 'x'),
    traceHash([step], ''),
    traceHash([{ ...step, action: { do: 'release' } }], undefined),
    traceHash([{ ...step, outcome: { see: 'silent' } }], undefined),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(traceHash([], undefined)).toBe('c0dd3d317fd53b4f7ba2c353c8a7fc7bf1a26e1dc55e2a8ce1b3f6ad5a4e4db6');
});
