import type { Scenario } from '../../scenario.ts';

/** Negotiating again is refused. Source: QMP-02. */
export const negotiationOnce: Scenario = {
  id: 'qmp/negotiation-once',
  title: 'negotiating again is refused',
  clauses: ['QMP-02'],
  steps: [
    [
      { do: 'qmp', execute: 'qmp_capabilities' },
      { see: 'error', class: 'CommandNotFound', desc: 'Capabilities negotiation is already complete, command ignored' },
    ],
    [
      { do: 'qmp', execute: 'qmp_capabilities', arguments: { enable: ['oob'] } },
      { see: 'error', class: 'CommandNotFound', desc: 'Capabilities negotiation is already complete, command ignored' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
