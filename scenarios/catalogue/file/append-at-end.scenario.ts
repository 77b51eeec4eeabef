import type { Scenario } from '../../scenario.ts';

export const appendAtEnd: Scenario = {
  id: 'file/append-at-end',
  bugs: ['BUG-134'],
  title: 'with append the guest writes at the end of the file whoever wrote last, and so do all sharers',
  clauses: ['FILE-05', 'OPEN-11', 'OPEN-14'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'write-file', path: '{dir}/file', bytes: 'start ' }, { see: 'done' }],
    [{ do: 'open', as: 'shared', path: '{dir}/file', access: 'w' }, { see: 'done' }],
    [{ do: 'open', as: 'other', path: '{dir}/file', access: 'w', flags: ['append'] }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:shared},set=1', '-chardev', 'file,id=c,path=/dev/fdset/1,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'guest ' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'write', to: 'other', bytes: 'other ' },
      { see: 'wrote', count: 6 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'guest ' },
      { see: 'accepted', count: 6 },
    ],
    [{ do: 'seek', handle: 'shared', to: 0 }, { see: 'done' }],
    [
      { do: 'write', to: 'shared', bytes: 'client' },
      { see: 'wrote', count: 6 },
    ],
    [
      { do: 'get-flags', of: 'shared' },
      { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
    ],
    [
      { do: 'read-file', path: '{dir}/file' },
      { see: 'data', bytes: 'start guest other guest client', end: true },
    ],
  ],
};
