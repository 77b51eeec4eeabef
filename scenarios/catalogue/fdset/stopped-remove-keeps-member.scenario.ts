import type { Scenario } from '../../scenario.ts';

/**
 * While 7.2 is stopped a removed member stays open, listed and removable again; elsewhere it is gone. Source:
 * FDSET-31, FDSET-32, FDSET-30, DEF-06.
 */
export const stoppedRemoveKeepsMember: Scenario = {
  id: 'fdset/stopped-remove-keeps-member',
  title: 'while 7.2 is stopped a removed member stays open, listed and removable again; elsewhere it is gone',
  clauses: ['FDSET-31', 'FDSET-32', 'FDSET-30', 'DEF-06'],
  launch: { paused: true },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'member' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          'qemu-7.2': { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
          else: { see: 'descriptors', held: [] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'member' } } },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: { startsWith: "File descriptor named 'fdset-id:1, fd:" } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    // Starting the machine does not reap; the next trigger does.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
          else: { see: 'return', value: [] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: "File descriptor named 'fdset-id:1' not found" },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
