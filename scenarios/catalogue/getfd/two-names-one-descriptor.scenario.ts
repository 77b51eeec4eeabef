import type { Scenario } from '../../scenario.ts';

/** One open file description may have several names, each with its own number. Source: GETFD-03, GETFD-04. */
export const twoNamesOneDescriptor: Scenario = {
  id: 'getfd/two-names-one-descriptor',
  title: 'one open file description may have several names, each with its own number',
  clauses: ['GETFD-03', 'GETFD-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'y' }, fds: ['p.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'y' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
