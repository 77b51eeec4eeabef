import type { Scenario } from '../../scenario.ts';

/** A read that delivers descriptors closes the whole old pending list and replaces it. Source: FDSET-01. */
export const newMessageReplacesPending: Scenario = {
  id: 'fdset/new-message-replaces-pending',
  title: 'a read that delivers descriptors closes the whole old pending list and replaces it',
  clauses: ['FDSET-01'],
  steps: [
    [{ do: 'pipe', as: 'old' }, { see: 'done' }],
    [{ do: 'pipe', as: 'new' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['old.write', 'old.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'old', access: 'r', flags: [], closeOnExec: true },
          { object: 'old', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'send', bytes: ' ', fds: ['new.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'new', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'new', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
