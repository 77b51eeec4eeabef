import type { Scenario } from '../../scenario.ts';

/** Info chardev prints each chardev with its file name. Source: HMP-07. */
export const infoChardev: Scenario = {
  id: 'hmp/info-chardev',
  title: 'info chardev prints each chardev with its file name',
  clauses: ['HMP-07'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'info chardev' },
      { see: 'text', text: { contains: 'n: filename=null' } },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-remove n' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [] },
    ],
  ],
};
