import type { Scenario } from '../../scenario.ts';

export const ptySlave: Scenario = {
  id: 'serial/pty-slave',
  title: 'a serial chardev over a pty slave in a set carries both directions',
  clauses: ['SER-01', 'FILE-03', 'PIPE-03', 'OPEN-11'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'pty', as: 't' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['t.slave'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'serial', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 't.slave', access: 'rw', flags: ['nonblock'], closeOnExec: true },
          { object: 't.slave', access: 'rw', flags: ['nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'from the guest' },
      { see: 'accepted', count: 14 },
    ],
    [
      { do: 'read', from: 't.master' },
      { see: 'data', bytes: 'from the guest', end: false },
    ],
    [
      { do: 'write', to: 't.master', bytes: 'to the guest' },
      { see: 'wrote', count: 12 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'to the guest', end: false },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'c', filename: 'serial', 'frontend-open': true }] },
    ],
  ],
};
