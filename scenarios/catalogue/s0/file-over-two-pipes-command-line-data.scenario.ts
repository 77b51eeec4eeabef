import type { Scenario } from '../../scenario.ts';

/** A file chardev with input-path carries both directions. Source: S0-5, FILE-01. */
export const fileOverTwoPipesCommandLineData: Scenario = {
  id: 's0/file-over-two-pipes-command-line-data',
  title: 'a file chardev with input-path carries both directions',
  clauses: ['S0-5', 'FILE-01'],
  profiles: ['design', 'qemu-10.0', 'qemu-11.1'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: [
          '-add-fd',
          'fd={fd:in.read},set=2',
          '-add-fd',
          'fd={fd:out.write},set=3',
          '-chardev',
          'file,id=c,path=/dev/fdset/3,input-path=/dev/fdset/2,append=on',
        ],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'out' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 'out.read' },
      { see: 'data', bytes: 'out', end: false },
    ],
    [
      { do: 'write', to: 'in.write', bytes: 'in' },
      { see: 'wrote', count: 2 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'in', end: false },
    ],
  ],
};
