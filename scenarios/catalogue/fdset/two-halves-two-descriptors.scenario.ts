import type { Scenario } from '../../scenario.ts';

/**
 * When both halves of a command carry a descriptor, the second half replaces the first one. Source: FDSET-01,
 * FDSET-02.
 */
export const twoHalvesTwoDescriptors: Scenario = {
  id: 'fdset/two-halves-two-descriptors',
  title: 'when both halves of a command carry a descriptor, the second half replaces the first one',
  clauses: ['FDSET-01', 'FDSET-02'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":', fds: ['a.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"fdset-id":1}}', fds: ['b.write'] },
      { see: 'messages', messages: [{ return: { 'fdset-id': 1, fd: { $: 'member' } } }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
