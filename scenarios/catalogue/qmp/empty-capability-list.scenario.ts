import type { Scenario } from '../../scenario.ts';

/** An empty list of capabilities completes the negotiation. Source: QMP-02. */
export const emptyCapabilityList: Scenario = {
  id: 'qmp/empty-capability-list',
  title: 'an empty list of capabilities completes the negotiation',
  clauses: ['QMP-02'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [
      { do: 'connect', monitor: 'm', as: 'qmp', negotiate: false },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities', arguments: { enable: [] } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'error', class: 'CommandNotFound', desc: 'Capabilities negotiation is already complete, command ignored' },
    ],
  ],
};
