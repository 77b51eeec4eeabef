import type { Scenario } from '../../scenario.ts';

/** The same descriptor may be given twice and makes two members. Source: FDSET-43, FDSET-21. */
export const sameFdTwice: Scenario = {
  id: 'add-fd/same-fd-twice',
  title: 'the same descriptor may be given twice and makes two members',
  clauses: ['FDSET-43', 'FDSET-21'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'launch', args: ['-add-fd', 'fd={fd:p.write},set=1', '-add-fd', 'fd={fd:p.write},set=1'] },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'a' } }, { fd: { $: 'b' } }] }] },
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
