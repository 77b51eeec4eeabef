import type { Scenario } from '../../scenario.ts';

/** Add-fd on one monitor never sees a descriptor sent to another. Source: FDSET-08. */
export const pendingPrivateToConnection: Scenario = {
  id: 'fdset/pending-private-to-connection',
  title: 'add-fd on one monitor never sees a descriptor sent to another',
  clauses: ['FDSET-08'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'b', mode: 'qmp', via: 'pair' },
    ],
  },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'qmp', on: 'b', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
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
