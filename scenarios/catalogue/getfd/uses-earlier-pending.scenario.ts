import type { Scenario } from '../../scenario.ts';

/** Getfd takes a descriptor that arrived earlier. Source: GETFD-01, FDSET-06. */
export const usesEarlierPending: Scenario = {
  id: 'getfd/uses-earlier-pending',
  title: 'getfd takes a descriptor that arrived earlier',
  clauses: ['GETFD-01', 'FDSET-06'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'in' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'r', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'in' } },
      { see: 'return', value: {} },
    ],
  ],
};
