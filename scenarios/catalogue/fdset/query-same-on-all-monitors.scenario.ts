import type { Scenario } from '../../scenario.ts';

/** The list of sets is the same on every monitor. Source: FDSET-22. */
export const querySameOnAllMonitors: Scenario = {
  id: 'fdset/query-same-on-all-monitors',
  title: 'the list of sets is the same on every monitor',
  clauses: ['FDSET-22'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'b' } } },
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
      { do: 'qmp', on: 'b', execute: 'query-fdsets' },
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
      { do: 'qmp', on: 'b', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
