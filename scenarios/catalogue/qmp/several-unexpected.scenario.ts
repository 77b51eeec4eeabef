import type { Value } from '../../../model/language/value.ts';
import type { Scenario } from '../../scenario.ts';

const members = (names: readonly string[]): { readonly [key: string]: Value } =>
  Object.fromEntries(names.map((name) => [name, 1]));

type Row = readonly [name: string, title: string, execute: string, arguments_: Value, told: string];

const rows: readonly Row[] = [
  ['two', 'of two', 'query-version', members(['a', 'b']), 'b'],
  ['one-place', 'of three that want two places', 'query-version', members(['x', 'z', 'y']), 'z'],
  ['seven', 'of as many as a table takes', 'query-version', members([...'gfedcba']), 'e'],
  ['nine', 'of so many that the table grows', 'query-version', members([...'abcdefghi']), 'b'],
  ['twenty', 'of so many that it grows twice', 'query-version', members([...'abcdefghijklmnopqrst']), 'i'],
  ['beyond-ascii', 'of names that are more than ASCII', 'query-version', members(['à', 'é', 'a']), 'à'],
  [
    'beside-known',
    'beside members that the command knows',
    'closefd',
    { ...members([...'abcdefgh']), fdname: 'x' },
    'b',
  ],
  [
    'inside',
    'within a member',
    'chardev-add',
    { id: 'x', backend: { type: 'null', data: members(['y', 'x', 'z']) } },
    'backend.data.z',
  ],
];

/** Of several members that nobody knows one is told: the first in the order of a hash table. Source: QMP-06, experiment. */
export const severalUnexpected: readonly Scenario[] = rows.map(([name, title, execute, given, told]) => ({
  id: `qmp/several-unexpected/${name}`,
  title: `which unexpected member is told: ${title}`,
  clauses: ['QMP-06'],
  steps: [
    [
      { do: 'qmp', execute, arguments: given },
      { see: 'error', class: 'GenericError', desc: `Parameter '${told}' is unexpected` },
    ],
  ],
}));
