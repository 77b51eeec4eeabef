import type { Scenario } from '../../scenario.ts';

/** Each member keeps its own opaque when others of the set go. Source: FDSET-20, FDSET-22. */
export const opaqueOfOneMember: Scenario = {
  id: 'fdset/opaque-of-one-member',
  title: 'each member keeps its own opaque when others of the set go',
  clauses: ['FDSET-20', 'FDSET-22'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1, opaque: 'first' }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1, opaque: 'second' }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'a' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'b' }, opaque: 'second' }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
