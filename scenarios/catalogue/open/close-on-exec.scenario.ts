import type { Scenario } from '../../scenario.ts';

export const closeOnExec: Scenario = {
  id: 'open/close-on-exec',
  title: 'whatever is opened has close-on-exec: members, dups of members, logs and plain paths',
  clauses: ['OPEN-17', 'FDSET-05'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'pipe', as: 'q' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:p.write},set=1',
          '-chardev',
          'file,id=c,path=/dev/fdset/1,append=on,logfile=log',
          '-chardev',
          'file,id=d,path=plain',
        ],
      },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'name' }, fds: ['q.read'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: 'q', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/log', access: 'w', flags: [], closeOnExec: true },
          { object: '{dir}/plain', access: 'w', flags: ['nonblock'], closeOnExec: true },
        ],
      },
    ],
  ],
};
