import type { Scenario } from '../../scenario.ts';

export const inputPipe: Scenario = {
  id: 'file/input-pipe',
  upstream: ['/char/file-fifo'],
  title: 'the guest reads what comes through a pipe until its writers are gone, then nothing ever after',
  clauses: ['FILE-04', 'FBE-04', 'S0-5'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.read'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/null', in: '/dev/fdset/1' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'one' },
      { see: 'wrote', count: 3 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'one', end: false },
    ],
    [
      { do: 'write', to: 'p.write', bytes: 'two, longer than the sixteen bytes of the FIFO' },
      { see: 'wrote', count: 46 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'two, longer than the sixteen bytes of the FIFO', end: false },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [{ do: 'reopen', as: 'later', of: 'p.read', access: 'w' }, { see: 'done' }],
    [
      { do: 'write', to: 'later', bytes: 'unread' },
      { see: 'wrote', count: 6 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'read', from: 'p.read', max: 6 },
      { see: 'data', bytes: 'unread', end: false },
    ],
  ],
};
