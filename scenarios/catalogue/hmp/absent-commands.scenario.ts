import type { Scenario } from '../../scenario.ts';

/** Name, line, what HMP takes for the command. */
type Row = readonly [name: string, line: string, command: string];

const rows: readonly Row[] = [
  ['add-fd', 'add-fd', 'add-fd'],
  ['add-fd-underscore', 'add_fd 1', 'add_fd'],
  ['remove-fd', 'remove-fd 1', 'remove-fd'],
  ['query-fdsets', 'query-fdsets', 'query-fdsets'],
  ['info-fdsets', 'info fdsets', 'info fdsets'],
];

/** HMP has no commands for fd sets. Source: HMP-06, HMP-07, GETFD-06. */
export const absentCommands: readonly Scenario[] = rows.map(([name, line, command]) => ({
  id: `hmp/absent-commands/${name}`,
  title: `HMP knows no ${command}`,
  clauses: ['HMP-06', 'HMP-07', 'GETFD-06'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: [
    [
      { do: 'hmp', on: 'hmp', line },
      { see: 'text', text: `unknown command: '${command}'` },
    ],
  ],
}));
