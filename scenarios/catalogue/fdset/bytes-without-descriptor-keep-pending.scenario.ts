import type { Scenario } from '../../scenario.ts';

/** A read without descriptors leaves the pending list alone. Source: FDSET-01, FDSET-02. */
export const bytesWithoutDescriptorKeepPending: Scenario = {
  id: 'fdset/bytes-without-descriptor-keep-pending',
  title: 'a read without descriptors leaves the pending list alone',
  clauses: ['FDSET-01', 'FDSET-02'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'send', bytes: ' ', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '\n \n' },
      { see: 'messages', messages: [] },
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
