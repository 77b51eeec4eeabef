import type { Scenario } from '../../scenario.ts';

/** A descriptor left over by a mistyped add-fd is taken by getfd. Source: FDSET-06, GETFD-01, DEF-09. */
export const getfdUsesPendingOfAddFd: Scenario = {
  id: 'fdset/getfd-uses-pending-of-add-fd',
  title: 'a descriptor left over by a mistyped add-fd is taken by getfd',
  clauses: ['FDSET-06', 'GETFD-01', 'DEF-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { opaque: 5 }, fds: ['p.write'] },
      { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'opaque', expected: string" },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'late' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'late' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'late' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
