import type { Scenario } from '../../scenario.ts';

/** A failing in open releases the dup of out. Source: FDSET-46, FILE-02. */
export const failingInReleasesOut: Scenario = {
  id: 'fdset/failing-in-releases-out',
  title: 'a failing in open releases the dup of out',
  clauses: ['FDSET-46', 'FILE-02'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '/dev/fdset/1', append: true, in: '/dev/fdset/9' } },
        },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/9': No such file or directory",
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: ['append'], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
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
