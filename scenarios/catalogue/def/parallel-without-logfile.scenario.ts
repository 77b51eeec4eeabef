import type { Scenario } from '../../scenario.ts';

export const parallelWithoutLogfile: Scenario = {
  id: 'def/parallel-without-logfile',
  title: 'a parallel chardev whose logfile cannot be opened closes descriptor 0 as well',
  clauses: ['DEF-04'],
  steps: [
    [{ do: 'memfd', as: 'm', bytes: 'a' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'parallel', data: { logfile: '{dir}/none/log', device: '/dev/null' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not create '{dir}/none/log': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['m'] },
      { see: 'return', value: { fd: { $: 'n1' }, 'fdset-id': 2 } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ fds: [{ fd: { $: 'n1' } }], 'fdset-id': 2 }] },
    ],
  ],
};
