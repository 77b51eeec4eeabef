import type { Scenario } from '../../scenario.ts';

/** Pipe wants one read-write member: both ends of one-way pipes in one set do not serve it. Source: S0-4. */
export const pipeOverBothEndsInOneSetRefused: Scenario = {
  id: 's0/pipe-over-both-ends-in-one-set-refused',
  title: 'pipe wants one read-write member: both ends of one-way pipes in one set do not serve it',
  clauses: ['S0-4'],
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['in.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'in' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['out.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'out' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/2' } } },
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
