import type { Scenario } from '../../scenario.ts';

export const setPipeReader: Scenario = {
  id: 'log/set-pipe-reader',
  title: 'a log over a pipe in a set reaches its reader, who sees the end once chardev, member and client let go',
  clauses: ['LOG-01', 'S0-2', 'FDSET-29', 'FDSET-47'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: {
          id: 'c',
          backend: { type: 'null', data: { logfile: '/dev/fdset/1', logappend: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'logged' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'logged', end: false },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'still' },
      { see: 'accepted', count: 5 },
    ],
    [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'still', end: true },
    ],
    // The real systems never took the log's dup off the set.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: { see: 'return', value: [{ 'fdset-id': 1, fds: [] }] },
        },
      },
    ],
  ],
};
