import type { Scenario } from '../../scenario.ts';

export const noPathNamesTwoSets: Scenario = {
  id: 'pipe/no-path-names-two-sets',
  title: 'no file of that name beside it makes /dev/fdset/N.in a set: such a path never parses',
  clauses: ['PIPE-02', 'OPEN-03', 'S0-4'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'in' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/null', in: '/dev/fdset/2.in' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2.in': Invalid argument",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/': Invalid argument",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
