import type { Scenario } from '../../scenario.ts';

/** A stale dup is cleared by the close of any later file that got its number. Source: FDSET-48, DEF-01. */
export const staleDupClearedByPlainFile: Scenario = {
  id: 'fdset/stale-dup-cleared-by-plain-file',
  title: 'a stale dup is cleared by the close of any later file that got its number',
  clauses: ['FDSET-48', 'DEF-01'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'open', as: 'log', path: '{dir}/log', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['log'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
    // The lowest free number is the member's, the next one the stale dup's.
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'low', backend: { type: 'file', data: { out: '{dir}/low' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'same', backend: { type: 'file', data: { out: '{dir}/same' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'low' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'same' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
