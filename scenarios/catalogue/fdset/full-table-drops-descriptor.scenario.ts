import type { Scenario } from '../../scenario.ts';

/**
 * With a full descriptor table a received descriptor vanishes and add-fd says that none was supplied. Source:
 * FDSET-04, FDSET-15.
 */
export const fullTableDropsDescriptor: Scenario = {
  id: 'fdset/full-table-drops-descriptor',
  title: 'with a full descriptor table a received descriptor vanishes and add-fd says that none was supplied',
  clauses: ['FDSET-04', 'FDSET-15'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'limit-descriptors', free: 0 }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
    ],
    [{ do: 'limit-descriptors', free: null }, { see: 'done' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
