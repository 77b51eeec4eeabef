import type { Scenario } from '../../scenario.ts';

export const readerRestarts: Scenario = {
  id: 'file/reader-restarts',
  title: 'output goes on as soon as a pipe has a reader again; what came in between is lost',
  clauses: ['FILE-07', 'FILE-06'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'mkfifo', path: '{dir}/fifo' }, { see: 'done' }],
    [{ do: 'open', as: 'first', path: '{dir}/fifo', access: 'r' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', 'file,id=c,path=fifo,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'one' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'first' },
      { see: 'data', bytes: 'one', end: false },
    ],
    [{ do: 'close', handle: 'first' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'lost' },
      { see: 'accepted', count: 4 },
    ],
    [{ do: 'open', as: 'second', path: '{dir}/fifo', access: 'r' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'two' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'second' },
      { see: 'data', bytes: 'two', end: false },
    ],
  ],
};
