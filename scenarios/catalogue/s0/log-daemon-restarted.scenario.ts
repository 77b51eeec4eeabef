import type { Scenario } from '../../scenario.ts';

/** A dead log daemon costs its stream alone: output is dropped and QEMU lives. Source: S0-2, FILE-07. */
export const logDaemonRestarted: Scenario = {
  id: 's0/log-daemon-restarted',
  title: 'a dead log daemon costs its stream alone: output is dropped and QEMU lives',
  clauses: ['S0-2', 'FILE-07'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'one' },
      { see: 'accepted', count: 3 },
    ],
    [{ do: 'close', handle: 'p.read' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'lost' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'member' } }] }] },
    ],
    // A new daemon gets a new pipe, and the chardev is changed over to it.
    [{ do: 'pipe', as: 'next' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['next.write'] },
      { see: 'return', value: { 'fdset-id': 3, fd: { $: 'next' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/3', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'two' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'next.read' },
      { see: 'data', bytes: 'two', end: false },
    ],
  ],
};
