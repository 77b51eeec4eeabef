import type { Scenario } from '../../scenario.ts';

export const fileSharesOffset: Scenario = {
  id: 'pipe/file-shares-offset',
  title: 'over a regular file reads and writes of the guest share one offset',
  clauses: ['PIPE-03', 'OPEN-14', 'FILE-04'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'abcdefgh' }, { see: 'done' }],
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'rw' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [{ do: 'seek', handle: 'file', to: 5 }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'fgh', end: false },
    ],
    // Reading met the end and is over; writing goes on where reading stopped, or where the client puts the offset.
    [
      { do: 'guest-write', port: 'com1', bytes: 'IJ' },
      { see: 'accepted', count: 2 },
    ],
    [{ do: 'seek', handle: 'file', to: 1 }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'OUT' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'read', from: 'file' },
      { see: 'data', bytes: 'efghIJ', end: true },
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: 'aOUTefghIJ', end: true },
    ],
  ],
};
