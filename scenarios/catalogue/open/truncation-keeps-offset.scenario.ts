import type { Scenario } from '../../scenario.ts';

export const truncationKeepsOffset: Scenario = {
  id: 'open/truncation-keeps-offset',
  title: 'truncation leaves the offset: a member at offset 4 writes behind a hole of four NULs',
  clauses: ['OPEN-12', 'OPEN-14'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'old text' }, { see: 'done' }],
    [{ do: 'open', as: 'file', path: '{dir}/file', access: 'w' }, { see: 'done' }],
    [{ do: 'seek', handle: 'file', to: 4 }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['file'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'new' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: '\0\0\0\0new', end: true },
    ],
  ],
};
