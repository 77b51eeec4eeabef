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
  expect(traceHash([], undefined)).toBe('245fa660aee511e35a6d9baa6f8bc87667ee24b00adcdaf725302fd716a0a517');
});
