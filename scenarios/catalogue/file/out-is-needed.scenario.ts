import type { Scenario } from '../../scenario.ts';

export const outIsNeeded: Scenario = {
  id: 'file/out-is-needed',
  title: 'a file chardev added by QMP needs `out`, which must be a string, even when it has an input',
  clauses: ['FILE-01', 'QMP-06'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { in: '/dev/null' } } },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.out' is missing" },
    ],
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'c', backend: { type: 'file', data: { out: 3 } } } },
      { see: 'error', class: 'GenericError', desc: "Invalid parameter type for 'backend.data.out', expected: string" },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/null', append: 1 } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Invalid parameter type for 'backend.data.append', expected: boolean",
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/null', fd: 3 } } },
      },
      { see: 'error', class: 'GenericError', desc: "Parameter 'backend.data.fd' is unexpected" },
    ],
  ],
};
