import type { Scenario } from '../../scenario.ts';

export const pipeIsNoImage: Scenario = {
  id: 'block/pipe-is-no-image',
  title: 'a file node over a pipe is refused after the open, and the dup is given back',
  clauses: ['OPEN-15', 'OPEN-19', 'FDSET-33'],
  needs: ['block'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-add',
        arguments: { driver: 'file', 'node-name': 'node', filename: '/dev/fdset/1', 'read-only': true },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "'file' driver requires '/dev/fdset/1' to be a regular file",
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [] },
    ],
  ],
};
