import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ExpectedOutcome } from '../scenario.ts';
import { alternativesFor, matchLiteral, type Side } from './literal.ts';

const returned = (value: unknown): Outcome => ({ see: 'return', value }) as Outcome;
const wanted = (value: unknown): ExpectedOutcome => ({ see: 'return', value }) as ExpectedOutcome;
const match = (
  expected: readonly ExpectedOutcome[],
  seen: Outcome,
  side: Side = 'target',
  symbols: ReadonlyMap<string, number> = new Map(),
) => matchLiteral(expected, seen, side, symbols, { major: 10, minor: 0, micro: 13 });
const value = (expected: unknown, seen: unknown, side: Side = 'target') =>
  match([wanted(expected)], returned(seen), side);

describe('which literal stands for a profile', () => {
  test('its own, else the rest, else none; one or one of several', () => {
    const done: ExpectedOutcome = { see: 'done' };
    const silent: ExpectedOutcome = { see: 'silent' };
    expect(alternativesFor(undefined, 'design')).toBeUndefined();
    expect(alternativesFor(done, 'design')).toEqual([done]);
    expect(alternativesFor({ oneOf: [done, silent] }, 'design')).toEqual([done, silent]);
    const split = { byProfile: { 'qemu-7.2': { oneOf: [silent, done] }, else: done } } as const;
    expect(alternativesFor(split, 'qemu-7.2')).toEqual([silent, done]);
    expect(alternativesFor(split, 'qemu-10.0')).toEqual([done]);
    expect(alternativesFor({ byProfile: { 'qemu-7.2': done } }, 'design')).toBeUndefined();
  });

  test("11.1 takes that of 10.0 before the rest's, unless it has its own", () => {
    const done: ExpectedOutcome = { see: 'done' };
    const silent: ExpectedOutcome = { see: 'silent' };
    expect(alternativesFor({ byProfile: { 'qemu-10.0': silent, else: done } }, 'qemu-11.1')).toEqual([silent]);
    expect(alternativesFor({ byProfile: { 'qemu-10.0': silent, 'qemu-11.1': done } }, 'qemu-11.1')).toEqual([done]);
    expect(alternativesFor({ byProfile: { 'qemu-7.2': silent, else: done } }, 'qemu-11.1')).toEqual([done]);
  });
});

test('a version in a literal is the one that is judged, whole or in parts', () => {
  expect(value('QEMU {version}', 'QEMU 10.0.13')).toMatchObject({ match: true });
  expect(value('{version.major}-{version.minor}-{version.micro}', '10-0-13', 'model')).toMatchObject({ match: true });
  expect(value('{version.x}', '10')).toMatchObject({ match: false });
  expect(value('QEMU {version}', 'QEMU 10.0.2')).toMatchObject({ match: false });
});

describe('values', () => {
  test.each<readonly [unknown, unknown]>([
    [
      { a: [1, null, false], b: 'x' },
      { b: 'x', a: [1, null, false] },
    ],
    [[], []],
    [1, { $fd: 1 }],
    ['of ⟦x⟧', 'of ⟦x⟧'],
  ])('%j fits %j', (expected, seen) => {
    expect(value(expected, seen).match).toBe(true);
  });

  test.each<readonly [string, unknown, unknown]>([
    ['value.b', { a: 1 }, { a: 1, b: 2 }],
    ['value.b', { a: 1, b: 2 }, { a: 1 }],
    ['value', [1], [1, 2]],
    ['value', [1, 2], [1]],
    ['value[1]', [1, 2], [1, 3]],
    ['value[0].a', [{ a: 'x' }], [{ a: 'y' }]],
    ['value', [], {}],
    ['value', {}, []],
    ['value', {}, null],
    ['value', null, {}],
    ['value', 1, 'x'],
    ['value', 'x', 1],
    ['value', ['x'], 'x'],
    ['value', 3, { $fd: 3 }],
    ['value', -1, { $fd: -1 }],
    ['value', 1, { $fd: 2 }],
    ['value', { starts: 'x' }, 'x'],
  ])('at %s: %j does not fit %j', (path, expected, seen) => {
    const found = value(expected, seen);
    expect(found).toMatchObject({ match: false, path });
    expect(!found.match && found.text).toMatch(/^wanted (.*, seen |\/ seen: )/);
  });

  test('standard streams alone may be given as plain numbers to the model', () => {
    expect([0, 1, 2, 3].map((number) => value(number, { $fd: number }, 'model').match)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('words of a mismatch', () => {
  const text = (expected: ExpectedOutcome, seen: Outcome) => {
    const found = match([expected], seen);
    return found.match ? 'fits' : `${found.path}: ${found.text}`;
  };
  const error = (desc: string): Outcome => ({ see: 'error', class: 'GenericError', desc });

  test('tell both sides', () => {
    expect(text({ see: 'done' }, { see: 'silent' })).toBe('see: wanted {"see":"done"}, seen {"see":"silent"}');
    expect(text(wanted([1]), returned([]))).toBe('value: wanted 1 items [1], seen 0 items []');
    expect(text(wanted([1]), returned(7))).toBe('value: wanted 1 items [1], seen 7');
    expect(text(wanted(1), returned(2))).toBe('value: wanted 1, seen 2');
    expect(text({ see: 'error', desc: 'a' }, error('b'))).toBe('desc: wanted / seen: "a" / "b"');
    expect(text({ see: 'error', desc: { startsWith: 'a' } }, error('ba'))).toBe(
      'desc: wanted a text that starts with "a", seen "ba"',
    );
    expect(text({ see: 'error', desc: { endsWith: 'a' } }, error('ab'))).toBe(
      'desc: wanted a text that ends with "a", seen "ab"',
    );
    expect(text({ see: 'error', desc: { contains: 'c' } }, error('ab'))).toBe(
      'desc: wanted a text that contains "c", seen "ab"',
    );
    expect(text(wanted({ $: 'x' }), returned('x'))).toBe('value: wanted a descriptor number (x), seen "x"');
  });

  test('messages part at their place, by length or member', () => {
    const seen: Outcome = { see: 'messages', messages: [{ return: {} }, { event: 'STOP' }] };
    expect(text({ see: 'messages', messages: [{ return: {} }] }, seen)).toMatch(/^messages: wanted 1 items/);
    expect(text({ see: 'messages', messages: [{ return: {} }, { event: 'RESUME' }] }, seen)).toMatch(
      /^messages\[1\]\.event: /,
    );
    expect(text({ see: 'messages', messages: [] }, { see: 'messages' } as never)).toMatch(/^messages: wanted 0 items/);
  });

  test('of several alternatives, the first of the same kind is told, else the first', () => {
    const told = (...alternatives: ExpectedOutcome[]) => match(alternatives, error('b'));
    const near: ExpectedOutcome = { see: 'error', desc: 'near' };
    const far: ExpectedOutcome = { see: 'error', class: 'far' };
    expect(told({ see: 'done' }, near, far)).toMatchObject({ path: 'desc' });
    expect(told(near, { see: 'done' }, far)).toMatchObject({ path: 'desc' });
    expect(told(far, near)).toMatchObject({ path: 'class' });
    expect(told({ see: 'done' }, { see: 'silent' })).toMatchObject({
      text: expect.stringContaining('wanted {"see":"done"}'),
    });
    expect(told()).toEqual({ match: false, path: 'see', text: 'no alternative is given' });
  });
});

describe('symbols', () => {
  test('bind at first sight, in the numbers of that side, and hold from then on', () => {
    const pair = wanted([{ $: 'a' }, { $: 'b' }, { $: 'a' }]);
    const onTarget = match([pair], returned([7, 8, 7]));
    expect(onTarget.match && [...onTarget.symbols]).toEqual([
      ['a', 7],
      ['b', 8],
    ]);
    const onModel = match([pair], returned([{ $fd: 7 }, { $fd: 8 }, { $fd: 7 }]), 'model');
    expect(onModel.match && [...onModel.symbols]).toEqual([
      ['a', 7],
      ['b', 8],
    ]);
    expect(match([pair], returned([7, 8, 9]))).toEqual({
      match: false,
      path: 'value[2]',
      text: "wanted a, which is 7 in the target's numbers, seen 9",
    });
    expect(match([pair], returned([{ $fd: 7 }, 8, { $fd: 7 }]), 'model')).toMatchObject({ path: 'value[1]' });
  });

  test('an alternative that does not fit binds nothing', () => {
    const found = match([wanted([{ $: 'a' }, 0]), wanted([1, { $: 'b' }])], returned([1, 2]));
    expect(found.match && [...found.symbols]).toEqual([['b', 2]]);
  });

  test('stand in texts as that side writes numbers', () => {
    const known = new Map([['a', 7]]);
    expect(match([wanted('no ⟦a⟧ here')], returned('no 7 here'), 'target', known).match).toBe(true);
    expect(match([wanted('no ⟦a⟧ here')], returned('no ⟦fd:7⟧ here'), 'model', known).match).toBe(true);
    expect(match([wanted('no ⟦a⟧ here')], returned('no 8 here'), 'target', known).match).toBe(false);
    expect(match([wanted({ endsWith: '⟦a⟧' })], returned('no 7'), 'target', known).match).toBe(true);
  });
});
