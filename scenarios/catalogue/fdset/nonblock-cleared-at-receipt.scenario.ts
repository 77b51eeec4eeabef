import type { Scenario } from '../../scenario.ts';

/**
 * Receipt clears O_NONBLOCK on the open file description, so the sender becomes blocking too; O_APPEND is kept.
 * Source: FDSET-05.
 */
export const nonblockClearedAtReceipt: Scenario = {
  id: 'fdset/nonblock-cleared-at-receipt',
  title: 'receipt clears O_NONBLOCK on the open file description, so the sender becomes blocking too; O_APPEND is kept',
  clauses: ['FDSET-05'],
  steps: [
    [
      { do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create', 'append', 'nonblock'] },
      { see: 'done' },
    ],
    [
      { do: 'get-flags', of: 'log' },
      { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'get-flags', of: 'log' },
      { see: 'flags', access: 'w', flags: ['append'] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/log', access: 'w', flags: ['append'], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
