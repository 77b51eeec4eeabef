import type { Scenario } from '../../scenario.ts';

/** Of two writable members of the command line the later one serves an open. Source: FDSET-40, OPEN-07. */
export const membersOpenNewestFirst: Scenario = {
  id: 'add-fd/members-open-newest-first',
  title: 'of two writable members of the command line the later one serves an open',
  clauses: ['FDSET-40', 'OPEN-07'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:a},set=1',
          '-add-fd',
          'fd={fd:b},set=1',
          '-chardev',
          'file,id=log,path=/dev/fdset/1,append=on',
        ],
      },
      { see: 'launched' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/a', access: 'w', flags: [], closeOnExec: true },
          { object: '{dir}/b', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/b', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        ],
      },
    ],
  ],
};
