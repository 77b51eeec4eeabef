import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, freshReader, type Parsed, readJson, withPlainNumbers } from './json.ts';
import type { Value } from './language/value.ts';
import { encodeUtf8 } from './ringbuf.ts';

function readAll(bytes: string, judging: 'whole' | 'word-by-word' = 'whole'): readonly (Value | string)[] {
  const found: Parsed[] = [];
  let reader = freshReader;
  let rest = bytes;
  while (rest !== '') {
    const read = readJson(reader, rest, judging);
    found.push(...read.parsed);
    reader = read.reader;
    rest = rest.slice(read.used);
  }
  return found.map((each) => (each.ok ? each.value : each.text));
}
const error = (text: string): string => `JSON parse error, ${text}`;

/** As 11.1.3 answered, each on a connection of its own. */
describe('the parser that looks at each word as it comes', () => {
  it.each([
    ['{"a":}', ['1:6: expecting value']],
    ['{]', ['1:2: expecting key']],
    ['{true:1}', ['1:2: expecting key']],
    ['{"a":true1}', ["1:11: expected ',' or '}'"]],
    ['{"a":1,"a":[1,2]}', ['1:17: duplicate key']],
    ['{"a":1,"a":}', ['1:12: expecting value']],
    ['{\r\n"a" 1}', ["2:5: expecting ':'"]],
    ['"abc\n\n{"execute"}', ["1:1: stray '\"abc\n'", "3:11: expecting ':'"]],
    ['a@b\n', ["1:1: invalid keyword 'a'", "1:3: stray '@'"]],
    ['{"a" 1 @ 2}', ["1:6: expecting ':'", '1:12: expecting value']],
    ['{"a":\xff}', ["1:6: stray '\ufffd'", '1:8: expecting value']],
    ['[1 [2 }] ]', ["1:4: expected ',' or ']'", '1:8: expecting value', '1:10: expecting value']],
    ['[true"b\\x"]', ["1:7: expected ',' or ']'"]],
    ['{"\xc3\xa9" 1}', ["1:7: expecting ':'"]],
    ['{"a":1,"b":{"a":[1,{}]}}', []],
  ])('%j says where it is wrong', (bytes, wanted) => {
    const told = readAll(bytes, 'word-by-word').filter((each) => typeof each === 'string');
    expect(told).toEqual(wanted.map((text) => text.replace(/^(\d+:\d+): /, '$1: JSON parse error, ')));
  });
});

describe('the parser of monitors', () => {
  it.each([
    ['{"execute"}', ['missing : in object pair']],
    ['{"execute":}', ['expecting value']],
    ['{"a" 1}', ['missing : in object pair']],
    ['{"a":1 "b":2}', ['expected separator in dict']],
    ['[1 2]', ['expected separator in list']],
    ['{1:2}', ['key is not a string in object']],
    ['{"a":1,"a":2}', ['duplicate key']],
    ['nul ', ["invalid keyword 'nul'"]],
    ['}', ['expecting value']],
    ['01', ["stray '01'"]],
    ['-x', ["stray '-x'"]],
    ['%', ["stray '%'"]],
    ['\xff', ["stray '\ufffd'"]],
    ['\0', ["stray ''"]],
    ['"abc\n"', ["stray '\"abc\n'"]],
    ['{"a":"\\x"}', ['invalid escape sequence in string']],
    ['{"a":"\xc3("}', ['invalid UTF-8 sequence in string']],
    ['{"a":"\\ud800"}', ['\\ud800 is not a valid Unicode character']],
    ['{"a":"\\ud800\\u0041"}', ['\\ud800 is not a valid Unicode character']],
    ['{"a":"\\uffff"}', ['\\uffff is not a valid Unicode character']],
    ['{"a":"\\u12"}', ['\\u12" is not a valid Unicode character']],
    ['{"a":]}', ['expecting value', 'expecting value']],
    ['{"a":TRUE}', ["stray 'T'", 'expecting value']],
    ['[1e,2]', ["stray '1e,'", 'expecting value']],
    ['{"a":"b\x01c"}', ["stray '\"b\x01'", 'expecting value']],
  ])('answers %j with its errors (QMP-07, QMP-08)', (bytes, texts) => {
    expect(readAll(bytes)).toEqual(texts.map(error));
  });

  it('takes single-quoted strings and skips what follows a stray byte up to structure (QMP-08)', () => {
    expect(readAll("{'a':'b\"c'}")).toEqual([{ a: 'b"c' }]);
    expect(readAll('ABC{"a":1}')).toEqual([error("stray 'A'"), { a: 1 }]);
  });

  it('waits for the brace that closes an object, whatever lines come between (QMP-08)', () => {
    expect(readAll('{"a":[}')).toEqual([]);
    expect(readAll('{"a":\n\n1\n')).toEqual([]);
  });

  it('refuses nesting beyond 1024 (QMP-07)', () => {
    expect(readAll(`${'['.repeat(1024)}1${']'.repeat(1024)}`)).toHaveLength(1);
    expect(readAll('['.repeat(1025))).toEqual(['JSON nesting depth limit exceeded']);
  });

  it('keeps integers to 2^64-1 and makes doubles of larger ones (QMP-03)', () => {
    expect(readAll('[18446744073709551615,18446744073709551616,-9223372036854775808]')).toEqual([
      [{ $int: '18446744073709551615' }, { $float: 2 ** 64 }, { $int: '-9223372036854775808' }],
    ]);
  });

  it('reads back what it prints, in one piece or byte by byte', () => {
    const value = fc.jsonValue({ noUnicodeString: false, maxDepth: 3 });
    fc.assert(
      fc.property(value, (given) => {
        const clean = JSON.parse(JSON.stringify(given, (_, item) => (Object.is(item, -0) ? 0 : item)));
        const text = JSON.stringify([clean]).replace(
          /[\u007f-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        fc.pre(!/\\u(d[89a-f]|fff[ef]|fd[de])/i.test(text) && !text.includes('$') && !/[0-9]{16}/.test(text));
        const whole = readAll(encodeUtf8(text)).map((each) => withPlainNumbers(each));
        expect(whole).toEqual([[clean]]);
        let reader = freshReader;
        const singly: Parsed[] = [];
        for (const byte of text) {
          const read = readJson(reader, byte);
          reader = read.reader;
          singly.push(...read.parsed);
        }
        expect(singly).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the printer of monitors', () => {
  it('prints members in its own order, ASCII only, with upper-case escapes (QMP-08)', () => {
    expect(formatJson({ error: { desc: 'é', class: 'GenericError' }, id: [1, null] })).toBe(
      '{"id": [1, null], "error": {"class": "GenericError", "desc": "\\u00E9"}}',
    );
    expect(formatJson({ id: 1.25, return: {} })).toBe('{"return": {}, "id": 1.25}');
  });

  it('does not print numbers of descriptors', () => {
    expect(formatJson({ return: { fd: { $fd: 3 } } })).toBeNull();
  });
});
