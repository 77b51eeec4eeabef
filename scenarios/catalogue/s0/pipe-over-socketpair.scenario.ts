import type { Scenario } from '../../scenario.ts';

/** Pipe over one socketpair end carries both directions. Source: S0-3, PIPE-02. */
export const pipeOverSocketpair: Scenario = {
  id: 's0/pipe-over-socketpair',
  title: 'pipe over one socketpair end carries both directions',
  clauses: ['S0-3', 'PIPE-02'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:s.a},set=2', '-chardev', 'pipe,id=c,path=/dev/fdset/2'],
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
    [
      { do: 'guest-write', port: 'com1', bytes: 'more' },
      { see: 'accepted', count: 4 },
    ],
    [
      { do: 'read', from: 's.b' },
      { see: 'data', bytes: 'more', end: false },
    ],
  ],
};
