import type { Scenario } from '../../scenario.ts';

/** A received descriptor has close-on-exec set, pending and as a member. Source: FDSET-05, OPEN-17. */
export const receivedCloseOnExec: Scenario = {
  id: 'fdset/received-close-on-exec',
  bugs: ['BUG-112'],
  title: 'a received descriptor has close-on-exec set, pending and as a member',
  clauses: ['FDSET-05', 'OPEN-17'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'r', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 4 } },
      { see: 'return', value: { 'fdset-id': 4, fd: { $: 'member' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'r', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4 } },
      { see: 'return', value: {} },
    ],
  ],
};
