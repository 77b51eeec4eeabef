import type { Scenario } from '../../scenario.ts';

/** An unknown command is not found out of band either. Source: QMP-10, QMP-04. */
export const oobUnknown: Scenario = {
  id: 'qmp/oob-unknown',
  title: 'an unknown command is not found out of band either',
  clauses: ['QMP-10', 'QMP-04'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [
      { do: 'qmp', execute: 'nosuch', oob: true },
      { see: 'error', class: 'CommandNotFound', desc: 'The command nosuch has not been found' },
    ],
  ],
};
