import type { Scenario } from '../../scenario.ts';

/** The same name again closes the old descriptor and keeps the new one. Source: GETFD-03. */
export const sameNameReplaces: Scenario = {
  id: 'getfd/same-name-replaces',
  title: 'the same name again closes the old descriptor and keeps the new one',
  clauses: ['GETFD-03'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['a.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['b.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [{ do: 'close', handle: 'a.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'a.read' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
    ],
  ],
};
