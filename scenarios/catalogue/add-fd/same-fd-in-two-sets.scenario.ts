import type { Scenario } from '../../scenario.ts';

/** The same descriptor may join two sets. Source: FDSET-43. */
export const sameFdInTwoSets: Scenario = {
  id: 'add-fd/same-fd-in-two-sets',
  title: 'the same descriptor may join two sets',
  clauses: ['FDSET-43'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1', '-add-fd', 'fd={fd:p.write},set=2'] },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'b' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'a' } }] },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
  ],
};
