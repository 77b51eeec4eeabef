import type { Scenario } from '../../scenario.ts';

/** While 7.2 is stopped a removed member is still handed out. Source: FDSET-31, FDSET-32, DEF-06, OPEN-18. */
export const stoppedRemovedStillOpens: Scenario = {
  id: 'fdset/stopped-removed-still-opens',
  title: 'while 7.2 is stopped a removed member is still handed out',
  clauses: ['FDSET-31', 'FDSET-32', 'DEF-06', 'OPEN-18'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: {
            see: 'error',
            class: 'GenericError',
            desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': No such file or directory",
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: {} },
          else: { see: 'error', class: 'GenericError', desc: "Chardev 'c' not found" },
        },
      },
    ],
    // On 7.2 the close of the last dup reaps.
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
