import type { Scenario } from '../../scenario.ts';
import { jsonErrors, type MonitorError } from '../../steps.ts';

/** Name, title, input, its errors. */
type Row = readonly [name: string, title: string, bytes: string, ...errors: MonitorError[]];

const rows: readonly Row[] = [
  ['expecting-value', 'a value is missing', '{"a":,}\n', ['1:6', 'expecting value']],
  ['lone-comma', 'a comma is no value', ',\n', ['1:1', 'expecting value']],
  ['stray-brace', 'a closing brace is no value', '}\n', ['1:1', 'expecting value']],
  ['stray-bracket', 'a closing bracket is no value', ']\n', ['1:1', 'expecting value']],
  ['trailing-comma', 'a pair must follow a comma', '{"a":1,}\n', ['1:8', 'expecting value', 'expecting key']],
  ['trailing-comma-in-list', 'a value must follow a comma', '[1,]\n', ['1:4', 'expecting value']],
  ['missing-colon', 'a key alone is no pair', '{"execute"}\n', ['1:11', 'missing : in object pair', "expecting ':'"]],
  ['colon-forgotten', 'a colon must follow the key', '{"a" 1}\n', ['1:6', 'missing : in object pair', "expecting ':'"]],
  [
    'separator-in-object',
    'a comma must separate pairs',
    '{"a":1 "b":2}\n',
    ['1:8', 'expected separator in dict', "expected ',' or '}'"],
  ],
  [
    'wrong-bracket',
    'a bracket does not close an object',
    '{"a":1]\n',
    ['1:8', 'expected separator in dict', "expected ',' or '}'"],
  ],
  [
    'separator-in-list',
    'a comma must separate values',
    '[1 2]\n',
    ['1:4', 'expected separator in list', "expected ',' or ']'"],
  ],
  ['key-not-a-string', 'a key must be a string', '{1:2}\n', ['1:2', 'key is not a string in object', 'expecting key']],
  ['duplicate-key', 'a key may come once', '{"a":1,"a":2}\n', ['1:12', 'duplicate key']],
  ['keyword', 'a word must be a keyword', '{"a":nil}\n', ['1:6', "invalid keyword 'nil'"]],
  ['keyword-lone', 'a lone word must be a keyword', 'foo\n', ['1:1', "invalid keyword 'foo'"]],
  ['escape', 'an unknown escape is refused', '"\\x"\n', ['1:1', 'invalid escape sequence in string']],
  [
    'utf8-surrogate',
    'an encoded surrogate is no UTF-8',
    '"\u00ed\u00a0\u0080"\n',
    ['1:1', 'invalid UTF-8 sequence in string'],
  ],
  [
    'lone-surrogate',
    'a lone surrogate is no character',
    '"\\ud800"\n',
    ['1:1', '\\ud800 is not a valid Unicode character'],
  ],
  ['noncharacter', 'U+FFFF is no character', '"\\uffff"\n', ['1:1', '\\uffff is not a valid Unicode character']],
  ['short-escape', 'a Unicode escape has four digits', '"\\u12"\n', ['1:1', '\\u12" is not a valid Unicode character']],
];

/** JSON errors, and that the next command is understood again. Source: QMP-07. */
export const jsonErrorTexts: readonly Scenario[] = rows.map(([name, title, bytes, ...errors]) => ({
  id: `qmp/json-errors/${name}`,
  title,
  clauses: ['QMP-07'],
  steps: [
    [{ do: 'send', bytes }, jsonErrors(...errors)],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
}));
