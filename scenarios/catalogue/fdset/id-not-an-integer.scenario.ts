import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

/** Name, id. */
type Row = readonly [name: string, id: Value];

const rows: readonly Row[] = [
  ['above-int64', { $int: '9223372036854775808' }],
  ['below-int64', { $int: '-9223372036854775809' }],
  ['string', '1'],
  ['fraction', 1.5],
  ['null', null],
  ['boolean', true],
  ['list', [1]],
  ['object', {}],
];

/** An id that is no int64 is a type error. Source: FDSET-17, QMP-06. */
export const idNotAnInteger: readonly Scenario[] = rows.map(([name, id]) => ({
  id: `fdset/id-not-an-integer/${name}`,
  title: `add-fd refuses an id that is no int64: ${name}`,
  clauses: ['FDSET-17', 'QMP-06'],
  steps: [
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': id } },
      { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'fdset-id', expected: integer" },
    ],
  ],
}));
