import type { Scenario } from '../../scenario.ts';

/** One open file description may be added many times, each under its own number. Source: FDSET-21. */
export const sameDescriptorManyTimes: Scenario = {
  id: 'fdset/same-descriptor-many-times',
  title: 'one open file description may be added many times, each under its own number',
  clauses: ['FDSET-21'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'c' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'c' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'a' } }, { fd: { $: 'b' } }] },
        ],
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'a' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 2, fds: [{ fd: { $: 'c' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'b' } }] },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
