import type { Scenario } from '../../scenario.ts';

/** Dump-guest-memory on a machine without memory consumes the name and closes the descriptor. Source: GETFD-07. */
export const dumpConsumes: Scenario = {
  id: 'getfd/dump-consumes',
  title: 'dump-guest-memory on a machine without memory consumes the name and closes the descriptor',
  clauses: ['GETFD-07'],
  steps: [
    [{ do: 'open', as: 'core', path: '{dir}/core', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['core'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'dump-guest-memory', arguments: { paging: false, protocol: 'fd:x' } },
      { see: 'error', class: 'GenericError', desc: 'dump: no guest memory to dump' },
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
