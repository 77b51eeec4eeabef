import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** Name, title, id. */
type Row = readonly [name: string, title: string, id: Value];

const rows: readonly Row[] = [
  ['string', 'a string is echoed', 'a"b\\\u00e9\n'],
  ['empty-string', 'an empty string is echoed', ''],
  ['zero', 'zero is echoed', 0],
  ['negative', 'a negative number is echoed', -5],
  ['fraction', 'a fraction is echoed', 1.5],
  ['true', 'true is echoed', true],
  ['null', 'null is echoed', null],
  ['list', 'a list is echoed', [1, [null, 'x'], {}]],
  ['object', 'an object is echoed', { a: { b: [false] } }],
  ['largest-int64', '2^63-1 keeps its value', { $int: '9223372036854775807' }],
  ['smallest-int64', '-2^63 keeps its value', { $int: '-9223372036854775808' }],
  ['largest-uint64', '2^64-1 keeps its value', { $int: '18446744073709551615' }],
];

/** The id of a command comes back in its reply, whatever JSON it is. Source: QMP-03. */
export const idEcho: readonly Scenario[] = rows.map(([name, title, id]) => ({
  id: `qmp/id-echo/${name}`,
  title,
  clauses: ['QMP-03'],
  steps: [
    [
      { do: 'qmp', execute: 'query-fdsets', id },
      { see: 'return', value: [], id },
    ],
    [
      { do: 'qmp', execute: 'nosuch', id },
      { see: 'error', class: 'CommandNotFound', desc: 'The command nosuch has not been found', id },
    ],
  ],
}));
