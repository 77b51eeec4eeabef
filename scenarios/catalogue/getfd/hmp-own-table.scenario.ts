import type { Scenario } from '../../scenario.ts';

/** HMP on a socket takes descriptors into a table of its own. Source: GETFD-06, HMP-09, GETFD-05. */
export const hmpOwnTable: Scenario = {
  id: 'getfd/hmp-own-table',
  title: 'HMP on a socket takes descriptors into a table of its own',
  clauses: ['GETFD-06', 'HMP-09', 'GETFD-05'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'hmp', on: 'hmp', line: 'getfd x', fds: ['p.write'] },
      { see: 'text', text: '' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'closefd x' },
      { see: 'text', text: '' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'closefd x' },
      { see: 'text', text: "Error: File descriptor named 'x' not found" },
    ],
  ],
};
