import type { Scenario } from '../../scenario.ts';

/** Name of the case, name of the descriptor. */
type Row = readonly [name: string, fdname: string];

const rows: readonly Row[] = [
  ['digit', '7'],
  ['hexadecimal', '0x'],
  ['digits', '12345'],
  ['digit-then-words', '1 a'],
];

/** A name that starts with an ASCII digit is refused and the descriptor is closed. Source: GETFD-02, QMP-13. */
export const namesRefused: readonly Scenario[] = rows.map(([name, fdname]) => ({
  id: `getfd/names-refused/${name}`,
  title: `getfd refuses the name ${fdname} and closes the descriptor`,
  clauses: ['GETFD-02', 'QMP-13'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname }, fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: "Parameter 'fdname' expects a name not starting with a digit" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'later' } },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
  ],
}));
