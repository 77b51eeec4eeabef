import type { Scenario } from '../../scenario.ts';

export const inheritedUnconnected: Scenario = {
  id: 'getfd/inherited-unconnected',
  title: 'an inherited socket without a peer is named by its number once it is closed',
  clauses: ['GETFD-10', 'SOCK-22'],
  launch: 'manual',
  needs: ['launch'],
  steps: [
    [{ do: 'socket', as: 'u', type: 'stream' }, { see: 'done' }],
    [{ do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:u}'] }, { see: 'launched' }],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ 'frontend-open': false, filename: 'disconnected:fd:{fd:u}', label: 'c' }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
