import type { Scenario } from '../../scenario.ts';

/**
 * The mere arrival of a descriptor clears the sender's O_NONBLOCK, even when the command fails. Source: FDSET-05,
 * FDSET-16.
 */
export const nonblockClearedEvenIfRefused: Scenario = {
  id: 'fdset/nonblock-cleared-even-if-refused',
  title: "the mere arrival of a descriptor clears the sender's O_NONBLOCK, even when the command fails",
  clauses: ['FDSET-05', 'FDSET-16'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'set-flags', of: 'p.read', flags: ['nonblock'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': -1 }, fds: ['p.read'] },
      { see: 'error', class: 'GenericError', desc: "Parameter 'fdset-id' expects a non-negative value" },
    ],
    [
      { do: 'get-flags', of: 'p.read' },
      { see: 'flags', access: 'r', flags: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
