import type { Scenario } from '../../scenario.ts';

/** The reader of a pipe meets its end only when the members and all dups are closed. Source: FDSET-29. */
export const peerEofNeedsAllClosed: Scenario = {
  id: 'fdset/peer-eof-needs-all-closed',
  title: 'the reader of a pipe meets its end only when the members and all dups are closed',
  clauses: ['FDSET-29'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'a' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'b' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'a' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1, fd: { $: 'b' } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
