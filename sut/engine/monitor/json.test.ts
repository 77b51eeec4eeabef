import { expect, test } from 'vitest';
import type { Parsed } from './json-parser.ts';
import { createJsonStream } from './json-stream.ts';
import { jsonText } from './json-writer.ts';

function messages(bytes: string, how: 'whole' | 'word-by-word' = 'whole'): Parsed[] {
  const found: Parsed[] = [];
  const stream = createJsonStream(how);
  for (const character of bytes) stream.feed(character, 0, found);
  const atOnce: Parsed[] = [];
  const whole = createJsonStream(how);
  for (let at = 0; at < bytes.length; ) at = whole.feed(bytes, at, atOnce);
  expect(atOnce).toEqual(found); // however it is cut
  return found;
}
const errors = (bytes: string): string[] =>
  messages(bytes).map((each) => (each.ok ? `ok ${jsonText(each.value)}` : each.error));
const parse = 'JSON parse error, ';

/** Each line was sent to QEMU 7.2.22 and 10.0.13; both gave exactly these replies. */
const table: readonly (readonly [string, readonly string[]])[] = [
  ['{"a" 1}', [`${parse}missing : in object pair`]],
  ['{"a":1 "b":2}', [`${parse}expected separator in dict`]],
  ['[1 2]', [`${parse}expected separator in list`]],
  ['[1 2}', [`${parse}expected separator in list`]],
  ['{1:2}', [`${parse}key is not a string in object`]],
  ['{"a":1,"a":2}', [`${parse}duplicate key`]],
  ['[foo]', [`${parse}invalid keyword 'foo'`]],
  ['tru\n', [`${parse}invalid keyword 'tru'`]],
  ['[%]\n', [`${parse}stray '%'`, `${parse}expecting value`]],
  ['"a\nb"\n', [`${parse}stray '"a\n'`]],
  ['01\n', [`${parse}stray '01'`]],
  ['[01]\n', [`${parse}stray '01'`, `${parse}expecting value`]],
  ['1.\n', [`${parse}stray '1.\n'`]],
  ['[1.]\n', [`${parse}stray '1.]'`]],
  ['[-]\n', [`${parse}stray '-]'`]],
  ['1e\n', [`${parse}stray '1e\n'`]],
  ['["\\q"]', [`${parse}invalid escape sequence in string`]],
  ['["\\ud800"]', [`${parse}\\ud800 is not a valid Unicode character`]],
  ['["\\ud800\\u0041"]', [`${parse}\\ud800 is not a valid Unicode character`]],
  ['["\\uffff"]', [`${parse}\\uffff is not a valid Unicode character`]],
  ['["\\u12"]', [`${parse}\\u12" is not a valid Unicode character`]],
  ['["\\u12 xyz"]', [`${parse}\\u12 x is not a valid Unicode character`]],
  ['["\xc3("]', [`${parse}invalid UTF-8 sequence in string`]],
  ['["\xed\xa0\x80"]', [`${parse}invalid UTF-8 sequence in string`]],
  ['["\xff"]\n', [`${parse}stray '"\ufffd'`, `${parse}expecting value`]],
  ['@\xff\n', [`${parse}stray '@'`, `${parse}stray '\ufffd'`]],
  ['@ab"c]\n', [`${parse}stray '@'`, `${parse}expecting value`]],
  ['@:\n', [`${parse}stray '@'`, `${parse}expecting value`]],
  ['@ 1\n', [`${parse}stray '@'`]],
  ['@"a]b"\n', [`${parse}stray '@'`, `${parse}expecting value`, `${parse}invalid keyword 'b'`, `${parse}stray '"\n'`]],
  ['\x00\n', [`${parse}stray ''`]],
  ['{]}\n', [`${parse}expecting value`, `${parse}expecting value`]],
  ['{"x":[1\xff', [`${parse}stray '\ufffd'`]],
  ['{,}', [`${parse}expecting value`]],
  ['{"a":1,}', [`${parse}expecting value`]],
  ['["\x01"]', [`${parse}stray '"\x01'`, `${parse}expecting value`]],
];

for (const [bytes, wanted] of table) {
  test(`${JSON.stringify(bytes)} gives the errors that QEMU gives`, () => {
    expect(errors(bytes)).toEqual(wanted);
  });
}

/** Each line was sent to QEMU 11.1.3 on a connection of its own; it gave exactly these replies. */
const placed: readonly (readonly [string, readonly string[]])[] = [
  ['\n\n{"execute"}\n{"execute"}', [`3:11: ${parse}expecting ':'`, `4:11: ${parse}expecting ':'`]],
  ['{"a":1:2}', [`1:8: ${parse}expected ',' or '}'`]],
  ['[1 2]', [`1:4: ${parse}expected ',' or ']'`]],
  ['{"a":1,}', [`1:8: ${parse}expecting key`]],
  ['{"a":1,"a":{"b":1}}', [`1:19: ${parse}duplicate key`]],
  ['{"a":1,"a":foo}', [`1:12: ${parse}invalid keyword 'foo'`]],
  ['{"a":"ab\\x"}', [`1:6: ${parse}invalid escape sequence in string`]],
  ['{"\\x" 1}', [`1:2: ${parse}invalid escape sequence in string`]],
  ['["a" "\\x"]', [`1:6: ${parse}expected ',' or ']'`]],
  ['{"a" [1 @ 2]}', [`1:6: ${parse}expecting ':'`, `1:13: ${parse}expecting value`, `1:13: ${parse}expecting value`]],
  ['{"a":x\xc3}', [`1:6: ${parse}invalid keyword 'x'`, `1:9: ${parse}expecting value`]],
  ['@ \x01}', [`1:1: ${parse}stray '@'`, `1:4: ${parse}stray '\x01'`, `1:5: ${parse}expecting value`]],
  [
    '{"a" 1 { ] } {"execute"}',
    [`1:6: ${parse}expecting ':'`, `1:12: ${parse}expecting value`, `1:24: ${parse}expecting ':'`],
  ],
  ['{"a":[1', []],
  ['{"a":foo ', [`1:6: ${parse}invalid keyword 'foo'`]],
  [
    `${'['.repeat(1025)}${']'.repeat(1025)}{"execute"}`,
    ['JSON nesting depth limit exceeded', `1:2061: ${parse}expecting ':'`],
  ],
];

test.each(placed)('%j gives the errors that 11.1 gives, with their places', (bytes, wanted) => {
  expect(messages(bytes, 'word-by-word').map((each) => (each.ok ? 'ok' : each.error))).toEqual(wanted);
});

test('a 1025th open bracket is refused and 1024 are accepted', () => {
  expect(errors('['.repeat(1025))).toEqual(['JSON nesting depth limit exceeded']);
  expect(errors('['.repeat(1024) + ']'.repeat(1024))).toEqual([`ok ${'['.repeat(1024)}${']'.repeat(1024)}`]);
});

test('a message is complete at its closing brace, and two may share a line', () => {
  expect(errors('{"a":1}{"b":2}')).toEqual(['ok {"a": 1}', 'ok {"b": 2}']);
});

test('integers of 64 bits keep their value and larger ones become doubles', () => {
  expect(errors('[18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809]')).toEqual([
    'ok [18446744073709551615, 1.8446744073709552e+19, -9223372036854775808, -9.2233720368547758e+18]',
  ]);
});

test('doubles are written with seventeen digits', () => {
  expect(errors('[0.1,1e25,1e3,1.5,123456789.123456789012,1e-7]')).toEqual([
    'ok [0.10000000000000001, 1.0000000000000001e+25, 1000, 1.5, 123456789.12345679, 9.9999999999999995e-08]',
  ]);
});

test('text is written in ASCII with upper-case escapes, U+0000 included', () => {
  expect(errors('"\x7f\xc3\xa9\xf0\x9f\x98\x80\\u0000\\"\\\\/"')).toEqual([
    'ok "\\u007F\\u00E9\\uD83D\\uDE00\\u0000\\"\\\\/"',
  ]);
});

test('members are printed in the order of QEMU dictionaries', () => {
  expect(errors('{"major":7,"minor":2,"micro":22,"id":1,"error":2,"return":3}')).toEqual([
    'ok {"micro": 22, "minor": 2, "return": 3, "major": 7, "id": 1, "error": 2}',
  ]);
});
