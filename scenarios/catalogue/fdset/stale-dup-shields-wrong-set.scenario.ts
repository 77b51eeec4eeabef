import type { Scenario } from '../../scenario.ts';

/**
 * Unregistering searches sets in ascending id, so the wrong set vanishes and the right one stays. Source: FDSET-48,
 * DEF-01.
 */
export const staleDupShieldsWrongSet: Scenario = {
  id: 'fdset/stale-dup-shields-wrong-set',
  title: 'unregistering searches sets in ascending id, so the wrong set vanishes and the right one stays',
  clauses: ['FDSET-48', 'DEF-01'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'out', path: '{dir}/out', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['out'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'out' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'log' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'null', data: { logfile: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    // The next dup takes the number of the stale one.
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'file', data: { out: '/dev/fdset/2', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'out' } }] }] },
          else: {
            see: 'return',
            value: [
              { 'fdset-id': 2, fds: [{ fd: { $: 'out' } }] },
              { 'fdset-id': 1, fds: [] },
            ],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'd' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 2, fds: [] }] },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
