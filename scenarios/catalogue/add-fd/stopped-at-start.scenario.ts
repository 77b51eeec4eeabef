import type { Scenario } from '../../scenario.ts';

/** -add-fd and its chardev work with the machine stopped at start. Source: FDSET-44, FDSET-32. */
export const stoppedAtStart: Scenario = {
  id: 'add-fd/stopped-at-start',
  title: '-add-fd and its chardev work with the machine stopped at start',
  clauses: ['FDSET-44', 'FDSET-32'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'file,id=log,path=/dev/fdset/1,append=on'],
        paused: true,
      },
      { see: 'launched' },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'm' } }] }] },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: 'p', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
        ],
      },
    ],
  ],
};
