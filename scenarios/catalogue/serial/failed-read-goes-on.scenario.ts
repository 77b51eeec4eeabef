import type { Scenario, Step } from '../../scenario.ts';

const read = (bytes: string): Step => [
  { do: 'guest-read', port: 'com1' },
  { see: 'data', bytes, end: false },
];

export const failedReadGoesOn: Scenario = {
  id: 'serial/failed-read-goes-on',
  title: 'a read that fails leaves the input of a chardev on: the bytes come with the next',
  clauses: ['FD-01', 'CHR-80'],
  needs: ['serial', 'launch', 'inject-faults'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:s.a},set=1', '-chardev', 'pipe,id=c,path=/dev/fdset/1'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    read(''),
    [{ do: 'fault', call: 'read', object: 's.a', give: { errno: 'EIO' } }, { see: 'done' }],
    [
      { do: 'write', to: 's.b', bytes: 'b' },
      { see: 'wrote', count: 1 },
    ],
    read('b'),
    [{ do: 'fault', call: 'read', object: 's.a', times: 3, give: { errno: 'EIO' } }, { see: 'done' }],
    [
      { do: 'write', to: 's.b', bytes: 'c' },
      { see: 'wrote', count: 1 },
    ],
    read('c'),
  ],
};
