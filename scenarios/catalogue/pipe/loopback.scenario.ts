import type { Scenario, Step } from '../../scenario.ts';

type Case = { readonly name: string; readonly title: string; readonly make: readonly Step[] };
const cases: readonly Case[] = [
  {
    name: 'fifo',
    title: 'over a single FIFO the guest reads back its own output',
    make: [
      [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
      [{ do: 'open', as: 'member', path: '{dir}/fifo', access: 'rw' }, { see: 'done' }],
    ],
  },
  {
    name: 'pipe',
    title: 'over a pipe reopened for both the guest reads back its own output',
    make: [
      [{ do: 'pipe', as: 'p' }, { see: 'done' }],
      [{ do: 'reopen', as: 'member', of: 'p.read', access: 'rw' }, { see: 'done' }],
    ],
  },
];

export const loopback: readonly Scenario[] = cases.map((each) => ({
  id: `pipe/loopback/${each.name}`,
  title: each.title,
  clauses: ['PIPE-03', 'PBE-02'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    ...each.make,
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['member'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'echo' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'echo', end: false },
    ],
    [
      { do: 'read', from: 'member' },
      { see: 'data', bytes: '', end: false },
    ],
  ],
}));
