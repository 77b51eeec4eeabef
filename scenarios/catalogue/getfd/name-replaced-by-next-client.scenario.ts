import type { Scenario } from '../../scenario.ts';

/** The next client replaces a name that its predecessor left behind. Source: GETFD-05, GETFD-03, DEF-09. */
export const nameReplacedByNextClient: Scenario = {
  id: 'getfd/name-replaced-by-next-client',
  title: 'the next client replaces a name that its predecessor left behind',
  clauses: ['GETFD-05', 'GETFD-03', 'DEF-09'],
  needs: ['listening-monitors'],
  launch: { monitors: [{ id: 'm', mode: 'qmp', via: 'listen' }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['a.write'] },
      { see: 'return', value: {} },
    ],
    [{ do: 'disconnect', on: 'qmp' }, { see: 'done' }],
    [
      { do: 'connect', monitor: 'm', as: 'qmp' },
      { see: 'greeting', capabilities: ['oob'] },
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
  ],
};
