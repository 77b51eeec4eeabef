import type { Scenario } from '../../scenario.ts';

/** On the command line a socket takes the inherited number itself. Source: GETFD-10, S0-7. */
export const commandLineNumber: Scenario = {
  id: 'getfd/command-line-number',
  title: 'on the command line a socket takes the inherited number itself',
  clauses: ['GETFD-10', 'S0-7'],
  needs: ['serial', 'launch'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-chardev', 'socket,id=c,fd={fd:s.a}'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'out' },
      { see: 'accepted', count: 3 },
    ],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: 'out', end: false },
    ],
    [
      { do: 'write', to: 's.b', bytes: 'in' },
      { see: 'wrote', count: 2 },
    ],
    [
      { do: 'guest-read', port: 'com1' },
      { see: 'data', bytes: 'in', end: false },
    ],
  ],
};
