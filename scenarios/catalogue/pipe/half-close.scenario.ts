import type { Scenario, Step } from '../../scenario.ts';

const begin: readonly Step[] = [
  [{ do: 'socketpair', as: 's' }, { see: 'done' }],
  [
    { do: 'guest-read', port: 'com1' },
    { see: 'data', bytes: '', end: false },
  ],
  [
    { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['s.a'] },
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
    { do: 'write', to: 's.b', bytes: 'last words' },
    { see: 'wrote', count: 10 },
  ],
];

export const halfClose: readonly Scenario[] = [
  {
    id: 'pipe/half-close/peer-stops-writing',
    title: 'when the peer stops writing the guest reads what is left, and its writing goes on',
    clauses: ['PIPE-04', 'FILE-04'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      ...begin,
      [{ do: 'shutdown', socket: 's.b', how: 'w' }, { see: 'done' }],
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'last words', end: false },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: 'still here' },
        { see: 'accepted', count: 10 },
      ],
      [
        { do: 'read', from: 's.b' },
        { see: 'data', bytes: 'still here', end: false },
      ],
    ],
  },
  {
    id: 'pipe/half-close/peer-gone',
    title: 'when the peer is gone the output is dropped and the system lives',
    clauses: ['PIPE-04', 'FILE-07'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      ...begin,
      [
        { do: 'guest-read', port: 'com1' },
        { see: 'data', bytes: 'last words', end: false },
      ],
      [{ do: 'close', handle: 's.b' }, { see: 'done' }],
      [
        { do: 'guest-write', port: 'com1', bytes: 'anybody?' },
        { see: 'accepted', count: 8 },
      ],
      [
        { do: 'register-read', port: 'com1', register: 5 },
        { see: 'register', value: 0x60 },
      ],
      [
        { do: 'qmp', execute: 'query-chardev' },
        { see: 'return', value: [{ label: 'c', filename: 'pipe', 'frontend-open': true }] },
      ],
    ],
  },
];
