import type { Scenario } from '../../scenario.ts';

/** A failing look-up of the kind consumes the name and closes the descriptor. Source: GETFD-07, GETFD-09. */
export const nonSocketConsumed: Scenario = {
  id: 'getfd/non-socket-consumed',
  bugs: ['BUG-114'],
  title: 'a failing look-up of the kind consumes the name and closes the descriptor',
  clauses: ['GETFD-07', 'GETFD-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'p' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'socket', data: { addr: { type: 'fd', data: { str: 'p' } }, server: false } },
        },
      },
      { see: 'error', class: 'GenericError', desc: "Failed to add chardev 'c': File descriptor 'p' is not a socket" },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'p' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'p' not found" },
    ],
  ],
};
