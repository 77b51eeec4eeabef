import type { Scenario } from '../../scenario.ts';

/** Getfd takes the first pending descriptor and closes the others. Source: FDSET-03, GETFD-01. */
export const getfdTakesFirstOfTwo: Scenario = {
  id: 'fdset/getfd-takes-first-of-two',
  title: 'getfd takes the first pending descriptor and closes the others',
  clauses: ['FDSET-03', 'GETFD-01'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['a.read', 'b.read'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'a', access: 'r', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'y' } },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
