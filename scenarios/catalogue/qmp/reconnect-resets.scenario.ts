import type { Scenario } from '../../scenario.ts';

/** Reconnecting resets negotiation, capabilities and parser. Source: QMP-02, QMP-08. */
export const reconnectResets: Scenario = {
  id: 'qmp/reconnect-resets',
  title: 'reconnecting resets negotiation, capabilities and parser',
  clauses: ['QMP-02', 'QMP-08'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [
      { do: 'connect', monitor: 'm', as: 'qmp', enable: ['oob'] },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'send', bytes: '{"execute":"query-' },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp', negotiate: false },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'error', class: 'CommandNotFound', desc: "Expecting capabilities negotiation with 'qmp_capabilities'" },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets', oob: true },
      { see: 'error', class: 'GenericError', desc: "QMP input member 'exec-oob' is unexpected" },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
