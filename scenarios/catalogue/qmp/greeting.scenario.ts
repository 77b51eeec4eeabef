import type { Scenario } from '../../scenario.ts';

/** A client of a socket monitor is greeted with the oob capability. Source: QMP-01. */
export const greeting: Scenario = {
  id: 'qmp/greeting',
  title: 'a client of a socket monitor is greeted with the oob capability',
  clauses: ['QMP-01'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [
      { do: 'connect', monitor: 'm', as: 'qmp', negotiate: false },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
