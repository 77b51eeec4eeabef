import type { Scenario } from '../../scenario.ts';

/** A name of one monitor is neither seen by another nor collides with its names. Source: GETFD-05, GETFD-04. */
export const namesPerMonitor: Scenario = {
  id: 'getfd/names-per-monitor',
  title: 'a name of one monitor is neither seen by another nor collides with its names',
  clauses: ['GETFD-05', 'GETFD-04'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['a.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['b.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'a', access: 'w', flags: [], closeOnExec: true },
          { object: 'b', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
