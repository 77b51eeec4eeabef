import type { Scenario } from '../../scenario.ts';

/** Events go to every negotiated monitor. Source: QMP-16, QMP-15. */
export const eventsOnEveryMonitor: Scenario = {
  id: 'qmp/events-on-every-monitor',
  title: 'events go to every negotiated monitor',
  clauses: ['QMP-16', 'QMP-15'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'receive', on: 'b' },
      { see: 'messages', messages: [{ event: 'STOP' }] },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'STOP' }] }],
    [
      { do: 'qmp', on: 'b', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'RESUME' }] }],
    [
      { do: 'receive', on: 'b' },
      { see: 'messages', messages: [{ event: 'RESUME' }] },
    ],
  ],
};
