import type { Scenario } from '../../scenario.ts';

/** Add-fd returns the set and QEMU's own number; a freed number is the next one given. Source: FDSET-13, FDSET-26. */
export const addReturnsNumber: Scenario = {
  id: 'fdset/add-returns-number',
  title: "add-fd returns the set and QEMU's own number; a freed number is the next one given",
  clauses: ['FDSET-13', 'FDSET-26'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'low' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'high' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'low' } }, { fd: { $: 'high' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'low' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'low' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'low' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'high' } }] },
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
