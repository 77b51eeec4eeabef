import type { Scenario } from '../../scenario.ts';

/** A second client of a busy monitor waits without a greeting and gets it when the first leaves. Source: QMP-01. */
export const secondClientWaits: Scenario = {
  id: 'qmp/second-client-waits',
  title: 'a second client of a busy monitor waits without a greeting and gets it when the first leaves',
  clauses: ['QMP-01'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [
      { do: 'connect', monitor: 'm', as: 'a' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [{ do: 'connect', monitor: 'm', as: 'b', negotiate: false }, { see: 'silent' }],
    [
      { do: 'qmp', on: 'a', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [{ do: 'disconnect', on: 'a' }, { see: 'done' }],
    [
      { do: 'receive', on: 'b' },
      { see: 'messages', messages: [{ greeting: { capabilities: ['oob'] } }] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'qmp_capabilities' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
