import type { Scenario } from '../../scenario.ts';

/** Add_client with an unknown protocol consumes the name and closes the descriptor. Source: GETFD-07. */
export const addClientConsumes: Scenario = {
  id: 'getfd/add-client-consumes',
  title: 'add_client with an unknown protocol consumes the name and closes the descriptor',
  clauses: ['GETFD-07'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['s.a'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add_client', arguments: { protocol: 'zz', fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "protocol 'zz' is invalid" },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
