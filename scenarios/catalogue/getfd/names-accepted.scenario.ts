import type { Scenario } from '../../scenario.ts';

/** Name of the case, name of the descriptor. */
type Row = readonly [name: string, fdname: string];

const rows: readonly Row[] = [
  ['empty', ''],
  ['minus-one', '-1'],
  ['spaces', ' a b '],
  ['space-before-digit', ' 1'],
  ['non-ascii', '\u00e9t\u00e9'],
  ['non-ascii-digit', '\u0663'],
  ['five-thousand-bytes', 'n'.repeat(5000)],
  ['like-a-set', '/dev/fdset/1'],
];

/** A name may be anything that does not start with an ASCII digit. Source: GETFD-02, GETFD-04. */
export const namesAccepted: readonly Scenario[] = rows.map(([name, fdname]) => ({
  id: `getfd/names-accepted/${name}`,
  title: `getfd accepts the name ${name}`,
  clauses: ['GETFD-02', 'GETFD-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
}));
