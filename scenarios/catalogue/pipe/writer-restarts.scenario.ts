import type { Scenario } from '../../scenario.ts';

export const writerRestarts: Scenario = {
  id: 'pipe/writer-restarts',
  title: 'because P.in is held for both directions its writer may go and come again without an end of file',
  clauses: ['PBE-03', 'PIPE-01'],
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
    [{ do: 'open', as: 'first', path: '{dir}/line.in', access: 'w' }, { see: 'done' }],
    [
      { do: 'write', to: 'first', bytes: 'one' },
      { see: 'wrote', count: 3 },
    ],
    [{ do: 'close', handle: 'first' }, { see: 'done' }],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'one', end: false },
    ],
    [{ do: 'open', as: 'second', path: '{dir}/line.in', access: 'w' }, { see: 'done' }],
    [
      { do: 'write', to: 'second', bytes: 'two' },
      { see: 'wrote', count: 3 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'two', end: false },
    ],
  ],
};
