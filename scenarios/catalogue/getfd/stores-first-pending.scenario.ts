import type { Scenario } from '../../scenario.ts';

/** Getfd stores the first pending descriptor under a name and closefd closes it. Source: GETFD-01, GETFD-04. */
export const storesFirstPending: Scenario = {
  id: 'getfd/stores-first-pending',
  title: 'getfd stores the first pending descriptor under a name and closefd closes it',
  clauses: ['GETFD-01', 'GETFD-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'log' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'log' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'log' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'log' not found" },
    ],
  ],
};
