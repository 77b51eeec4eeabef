import type { Scenario } from '../../scenario.ts';

/** No path of a pipe chardev can name two sets. Source: S0-4, PIPE-02, OPEN-03. */
export const pipeOverTwoSetsRefused: Scenario = {
  id: 's0/pipe-over-two-sets-refused',
  title: 'no path of a pipe chardev can name two sets',
  clauses: ['S0-4', 'PIPE-02', 'OPEN-03'],
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['in.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'in' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['out.write'] },
      { see: 'return', value: { 'fdset-id': 3, fd: { $: 'out' } } },
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
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/3' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/3': Permission denied",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/2,/dev/fdset/3' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2,/dev/fdset/3': Invalid argument",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
