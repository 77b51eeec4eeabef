import type { Scenario } from '../../scenario.ts';

/**
 * On 7.2 a member removed while stopped goes when the set's last dup is closed while running. Source: FDSET-30,
 * FDSET-31.
 */
export const contThenDupCloseReaps: Scenario = {
  id: 'fdset/cont-then-dup-close-reaps',
  title: "on 7.2 a member removed while stopped goes when the set's last dup is closed while running",
  clauses: ['FDSET-30', 'FDSET-31'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'stop' },
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
          'qemu-7.2': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'a' } }] }] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'a' } }] }] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
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
