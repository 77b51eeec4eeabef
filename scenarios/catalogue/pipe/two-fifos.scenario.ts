import type { Scenario } from '../../scenario.ts';

export const twoFifos: Scenario = {
  id: 'pipe/two-fifos',
  upstream: ['/char/pipe'],
  title: 'a pipe chardev opens P.in and P.out, both for both directions, the way out alone non-blocking',
  clauses: ['PIPE-01', 'PBE-01', 'FILE-03'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    [{ do: 'mkfifo', path: '{dir}/line.in' }, { see: 'done' }],
    [{ do: 'mkfifo', path: '{dir}/line.out' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: { id: 'c', backend: { type: 'pipe', data: { device: '{dir}/line' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/line.in', access: 'rw', flags: [], closeOnExec: true },
          { object: '{dir}/line.out', access: 'rw', flags: ['nonblock'], closeOnExec: true },
        ],
      },
    ],
    [{ do: 'open', as: 'to', path: '{dir}/line.in', access: 'w' }, { see: 'done' }],
    [{ do: 'open', as: 'from', path: '{dir}/line.out', access: 'r' }, { see: 'done' }],
    [
      { do: 'write', to: 'to', bytes: 'to the guest' },
      { see: 'wrote', count: 12 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'to the guest', end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'from the guest' },
      { see: 'accepted', count: 14 },
    ],
    [
      { do: 'read', from: 'from' },
      { see: 'data', bytes: 'from the guest', end: false },
    ],
  ],
};
