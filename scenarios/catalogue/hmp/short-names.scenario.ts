import type { Scenario } from '../../scenario.ts';

/** Source: HMP-01, experiment on both releases. */
export const shortNames: Scenario = {
  id: 'hmp/short-names',
  title: 's stops the machine and c continues it',
  clauses: ['HMP-01'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'h', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'hmp', on: 'h', line: 's' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'hmp', on: 'h', line: 'info status' },
      { see: 'text', text: 'VM status: paused' },
    ],
    [
      { do: 'hmp', on: 'h', line: 'c' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'hmp', on: 'h', line: 'info status' },
      { see: 'text', text: 'VM status: running' },
    ],
  ],
};
