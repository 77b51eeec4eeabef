import type { Scenario } from '../../scenario.ts';

/** File refuses a socketpair for its mode, even with append. Source: S0-3. */
export const fileRefusesSocketpair: Scenario = {
  id: 's0/file-refuses-socketpair',
  title: 'file refuses a socketpair for its mode, even with append',
  clauses: ['S0-3'],
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['s.a'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2': Permission denied",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2': Permission denied",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
