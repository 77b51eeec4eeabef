import type { Scenario } from '../../scenario.ts';

/** Members are dups with close-on-exec, and the original number is closed. Source: FDSET-43. */
export const dupWithCloseOnExec: Scenario = {
  id: 'add-fd/dup-with-close-on-exec',
  title: 'members are dups with close-on-exec, and the original number is closed',
  clauses: ['FDSET-43'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1'] }, { see: 'launched' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
