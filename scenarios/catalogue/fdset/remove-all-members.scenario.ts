import type { Scenario } from '../../scenario.ts';

/** Remove-fd without a member removes every member. Source: FDSET-25. */
export const removeAllMembers: Scenario = {
  id: 'fdset/remove-all-members',
  title: 'remove-fd without a member removes every member',
  clauses: ['FDSET-25'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'other' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
    ],
  ],
};
