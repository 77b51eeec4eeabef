import type { Scenario } from '../../scenario.ts';

/** Descriptors pending on two monitors go to the commands of their own monitors. Source: FDSET-08, FDSET-22. */
export const twoConnectionsTwoPending: Scenario = {
  id: 'fdset/two-connections-two-pending',
  title: 'descriptors pending on two monitors go to the commands of their own monitors',
  clauses: ['FDSET-08', 'FDSET-22'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['a.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', on: 'b', bytes: ' ', fds: ['b.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'add-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'second' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'a', access: 'w', flags: [], closeOnExec: true },
          { object: 'b', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'first' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'second' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'first' } }] },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
