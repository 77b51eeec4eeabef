import type { Scenario } from '../../scenario.ts';

/** Every -add-fd is processed before any -chardev, wherever it stands. Source: FDSET-44. */
export const beforeChardevs: Scenario = {
  id: 'add-fd/before-chardevs',
  title: 'every -add-fd is processed before any -chardev, wherever it stands',
  clauses: ['FDSET-44'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', 'file,id=log,path=/dev/fdset/1,append=on', '-add-fd', 'fd={fd:p.write},set=1'],
      },
      { see: 'launched' },
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
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'log' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'm' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
