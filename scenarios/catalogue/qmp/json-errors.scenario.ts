import type { Scenario } from '../../scenario.ts';

/** Name, title, input, what its errors say behind `JSON parse error, `. */
type Row = readonly [name: string, title: string, bytes: string, ...errors: string[]];

const rows: readonly Row[] = [
  ['expecting-value', 'a value is missing', '{"a":,}\n', 'expecting value'],
  ['lone-comma', 'a comma is no value', ',\n', 'expecting value'],
  ['stray-brace', 'a closing brace is no value', '}\n', 'expecting value'],
  ['stray-bracket', 'a closing bracket is no value', ']\n', 'expecting value'],
  ['trailing-comma', 'a pair must follow a comma', '{"a":1,}\n', 'expecting value'],
  ['trailing-comma-in-list', 'a value must follow a comma', '[1,]\n', 'expecting value'],
  ['missing-colon', 'a key alone is no pair', '{"execute"}\n', 'missing : in object pair'],
  ['colon-forgotten', 'a colon must follow the key', '{"a" 1}\n', 'missing : in object pair'],
  ['separator-in-object', 'a comma must separate pairs', '{"a":1 "b":2}\n', 'expected separator in dict'],
  ['wrong-bracket', 'a bracket does not close an object', '{"a":1]\n', 'expected separator in dict'],
  ['separator-in-list', 'a comma must separate values', '[1 2]\n', 'expected separator in list'],
  ['key-not-a-string', 'a key must be a string', '{1:2}\n', 'key is not a string in object'],
  ['duplicate-key', 'a key may come once', '{"a":1,"a":2}\n', 'duplicate key'],
  ['keyword', 'a word must be a keyword', '{"a":nil}\n', "invalid keyword 'nil'"],
  ['keyword-lone', 'a lone word must be a keyword', 'foo\n', "invalid keyword 'foo'"],
  ['escape', 'an unknown escape is refused', '"\\x"\n', 'invalid escape sequence in string'],
  ['utf8-surrogate', 'an encoded surrogate is no UTF-8', '"\u00ed\u00a0\u0080"\n', 'invalid UTF-8 sequence in string'],
  ['lone-surrogate', 'a lone surrogate is no character', '"\\ud800"\n', '\\ud800 is not a valid Unicode character'],
  ['noncharacter', 'U+FFFF is no character', '"\\uffff"\n', '\\uffff is not a valid Unicode character'],
  ['short-escape', 'a Unicode escape has four digits', '"\\u12"\n', '\\u12" is not a valid Unicode character'],
];

/** JSON errors, and that the next command is understood again. Source: QMP-07. */
export const jsonErrors: readonly Scenario[] = rows.map(([name, title, bytes, ...errors]) => ({
  id: `qmp/json-errors/${name}`,
  title,
  clauses: ['QMP-07'],
  steps: [
    [
      { do: 'send', bytes },
      {
        see: 'messages',
        messages: errors.map((text) => ({ error: { class: 'GenericError', desc: `JSON parse error, ${text}` } })),
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
}));
