import type { Scenario } from '../../scenario.ts';

/** A member of another set is not found though the number exists. Source: FDSET-26. */
export const removeMemberOfOtherSet: Scenario = {
  id: 'fdset/remove-member-of-other-set',
  title: 'a member of another set is not found though the number exists',
  clauses: ['FDSET-26'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2, fd: { $: 'a' } } },
      { see: 'error', class: 'GenericError', desc: { startsWith: "File descriptor named 'fdset-id:2, fd:" } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'b' } } },
      { see: 'error', class: 'GenericError', desc: { endsWith: "' not found" } },
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
