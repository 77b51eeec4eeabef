import type { Scenario } from '../../scenario.ts';

const rows: readonly (readonly [line: string, names: string])[] = [
  ['stop', 'stop|s'],
  ['cont', 'cont|c'],
];

/** Commands that take nothing name themselves in full when they are given something. Source: HMP-06. */
export const surplusArguments: readonly Scenario[] = rows.map(([line, names]) => ({
  id: `hmp/surplus-arguments/${line}`,
  title: `${line} takes nothing`,
  clauses: ['HMP-06'],
  needs: ['hmp'],
  launch: { monitors: [{ id: 'hmp', mode: 'hmp', via: 'pair' }] },
  steps: [
    [
      { do: 'hmp', on: 'hmp', line: `${line} x` },
      {
        see: 'text',
        text: `${names}: extraneous characters at the end of line\nTry "help ${line}" for more information`,
      },
    ],
  ],
}));
