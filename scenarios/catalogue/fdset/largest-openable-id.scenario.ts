import type { Scenario } from '../../scenario.ts';

/** Set 2147483647 is the last one that an open can name. Source: FDSET-19, OPEN-03. */
export const largestOpenableId: Scenario = {
  id: 'fdset/largest-openable-id',
  title: 'set 2147483647 is the last one that an open can name',
  clauses: ['FDSET-19', 'OPEN-03'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2147483647 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 2147483647, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2147483647', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2147483647 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
