import type { Scenario } from '../../scenario.ts';

/** Name, title, options of -add-fd, what standard error says of them. */
type Row = readonly [name: string, title: string, options: string, text: string];

const rows: readonly Row[] = [
  ['fd-word', 'fd must be a number', 'fd=x,set=-1', "Parameter 'fd' expects a number"],
  ['set-word', 'set must be a number', 'fd=0,set=x', "Parameter 'set' expects a number"],
  ['suffix', 'size suffixes are not accepted', 'fd=9k,set=1', "Parameter 'fd' expects a number"],
  ['empty-number', 'an empty number is none', 'fd=,set=1', "Parameter 'fd' expects a number"],
  ['unknown-key', 'an unknown key is refused', 'fd=0,set=1,foo=3', "Invalid parameter 'foo'"],
  [
    'beyond-64-bits',
    'a number beyond 64 bits is too large',
    'fd={fd:p.write},set=18446744073709551616',
    "Value '18446744073709551616' is too large for parameter 'set'",
  ],
];

/** Syntax errors of -add-fd come before every other check. Source: FDSET-41. */
export const syntaxErrors: readonly Scenario[] = rows.map(([name, title, options, text]) => ({
  id: `add-fd/syntax-errors/${name}`,
  title,
  clauses: ['FDSET-41'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', options] },
      { see: 'exit', status: 1, stderr: [`qemu-system-x86_64: -add-fd ${options}: ${text}`] },
    ],
  ],
}));
