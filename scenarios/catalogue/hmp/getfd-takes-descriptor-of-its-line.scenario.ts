import type { Scenario } from '../../scenario.ts';

/**
 * Getfd over a socket takes the descriptor sent with the line, into the console's own table. Source: HMP-09,
 * GETFD-06.
 */
export const getfdTakesDescriptorOfItsLine: Scenario = {
  id: 'hmp/getfd-takes-descriptor-of-its-line',
  title: "getfd over a socket takes the descriptor sent with the line, into the console's own table",
  clauses: ['HMP-09', 'GETFD-06'],
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
      { do: 'hmp', on: 'hmp', line: 'getfd x', fds: ['p.read'] },
      { see: 'text', text: '' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'r', flags: [], closeOnExec: true }] },
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
  ],
};
