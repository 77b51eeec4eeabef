import type { Scenario } from '../../scenario.ts';
import { done } from '../../steps.ts';

/** What several monitors are asked at once is served in any order that keeps each one's own. Source: QMP-09. */
export const heldMonitors: Scenario = {
  id: 'qmp/held-monitors',
  title: 'of two monitors that are asked at the same time either may be served first',
  clauses: ['QMP-09'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'other', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [{ do: 'hold' }, done],
    [{ do: 'send', on: 'other', bytes: '{"execute":"query-status"}' }],
    [{ do: 'send', on: 'qmp', bytes: '{"execute":"stop"}' }],
    [{ do: 'release' }, done],
    [
      { do: 'receive', on: 'qmp' },
      { see: 'messages', messages: [{ event: 'STOP' }, { return: {} }] },
    ],
    [{ do: 'receive', on: 'other' }],
  ],
};
