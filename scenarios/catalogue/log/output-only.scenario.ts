import type { Scenario } from '../../scenario.ts';

export const outputOnly: Scenario = {
  id: 'log/output-only',
  title: 'a logfile records what the guest sends, not what it is sent',
  clauses: ['LOG-01', 'CHR-64'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
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
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '/dev/fdset/1', logfile: '{dir}/log' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'write', to: 's.b', bytes: 'question' },
      { see: 'wrote', count: 8 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'question', end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'answer' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: 'answer', end: false },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: 'answer', end: true },
    ],
  ],
};
