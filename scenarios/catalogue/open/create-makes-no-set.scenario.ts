import type { Scenario } from '../../scenario.ts';

export const createMakesNoSet: Scenario = {
  id: 'open/create-makes-no-set',
  title: 'O_CREAT never creates a set, nor a member in a set that is listed without one',
  clauses: ['OPEN-13', 'OPEN-04', 'OPEN-05', 'FDSET-34'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/1': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
    [{ do: 'open', as: 'null', path: '/dev/null', access: 'w' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['null'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
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
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'd': Could not open '/dev/fdset/1': Permission denied",
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
  ],
};
