import type { Scenario } from '../../scenario.ts';

/**
 * Opening a listed set without members is refused for permission, and add-fd repopulates it. Source: FDSET-34,
 * OPEN-04, OPEN-05.
 */
export const openEmptySet: Scenario = {
  id: 'fdset/open-empty-set',
  title: 'opening a listed set without members is refused for permission, and add-fd repopulates it',
  clauses: ['FDSET-34', 'OPEN-04', 'OPEN-05'],
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
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'again' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'd' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'again' } }] }] },
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
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'd', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'd': Could not open '/dev/fdset/1': No such file or directory",
      },
    ],
  ],
};
