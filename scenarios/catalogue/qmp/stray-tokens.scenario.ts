import type { Scenario } from '../../scenario.ts';
import { jsonErrors, type MonitorError } from '../../steps.ts';

/** Name, title, input, its errors. */
type Row = readonly [name: string, title: string, bytes: string, ...errors: MonitorError[]];

const rows: readonly Row[] = [
  ['percent', 'a percent sign is stray', '% \n', ['1:1', "stray '%'"]],
  [
    'at-sign',
    'an at sign is stray and leaves its pair without a value',
    '{"a":@}\n',
    ['1:6', "stray '@'"],
    ['1:8', 'expecting value'],
  ],
  ['leading-zero', 'a leading zero is stray', '{"a":01}\n', ['1:6', "stray '01'"], ['1:9', 'expecting value']],
  ['newline-in-string', 'a newline inside a string is stray', '"a\n', ['1:1', "stray '\"a\n'"]],
  [
    'resynchronise',
    '0xFF forces an error and the next command is understood',
    '{"execute":"query-fdsets","arg\u00ff',
    ['1:27', "stray '\"arg\ufffd'"],
  ],
  [
    'resynchronise-between-tokens',
    '0xFF between tokens is stray and ends what was open',
    '[[],{"a":\u00ff',
    ['1:10', "stray '\ufffd'"],
  ],
  [
    'tab-does-not-end-it',
    'what follows a stray token is skipped over blanks and tabs, up to a line feed',
    '- \t1 \t2 \n',
    ['1:1', "stray '- '"],
  ],
  ['fe-between-tokens', '0xFE forces an error as well', '[[],{"a":\u00fe', ['1:10', "stray '\ufffd'"]],
  [
    'fd-between-tokens',
    '0xFD is stray, and what follows belongs to it',
    '{"a":\u00fd}\n',
    ['1:6', "stray '\ufffd'"],
    ['1:8', 'expecting value'],
  ],
  ['square-bracket', 'a closing bracket without an opening one', ']\n', ['1:1', 'expecting value']],
  ['brace', 'a closing brace without an opening one', '}\n', ['1:1', 'expecting value']],
  ['crossed', 'a bracket that closes a brace', '{]\n', ['1:2', 'expecting value', 'expecting key']],
];

/** Bytes that start no JSON token are stray; one bad token can yield several replies. Source: QMP-07, QMP-08. */
export const strayTokens: readonly Scenario[] = rows.map(([name, title, bytes, ...errors]) => ({
  id: `qmp/stray-tokens/${name}`,
  title,
  clauses: ['QMP-07', 'QMP-08'],
  steps: [
    [{ do: 'send', bytes }, jsonErrors(...errors)],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
}));
