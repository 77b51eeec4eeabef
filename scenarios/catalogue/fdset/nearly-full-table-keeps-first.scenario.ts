import type { Scenario } from '../../scenario.ts';

/** With one free number the first of two descriptors is received and the second vanishes. Source: FDSET-04. */
export const nearlyFullTableKeepsFirst: Scenario = {
  id: 'fdset/nearly-full-table-keeps-first',
  title: 'with one free number the first of two descriptors is received and the second vanishes',
  clauses: ['FDSET-04'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [{ do: 'limit-descriptors', free: 1 }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['a.write', 'b.write'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'limit-descriptors', free: null }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'a', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
