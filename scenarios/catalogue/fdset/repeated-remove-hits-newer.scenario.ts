import type { Scenario } from '../../scenario.ts';

/** A repeated remove-fd hits the newer descriptor that took the number. Source: FDSET-26. */
export const repeatedRemoveHitsNewer: Scenario = {
  id: 'fdset/repeated-remove-hits-newer',
  title: 'a repeated remove-fd hits the newer descriptor that took the number',
  clauses: ['FDSET-26'],
  steps: [
    [{ do: 'pipe', as: 'old' }, { see: 'done' }],
    [{ do: 'pipe', as: 'new' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['old.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'member' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['new.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'member' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
