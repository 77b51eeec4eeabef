import type { Scenario } from '../../scenario.ts';

/**
 * Two one-way pipes through file with in and out carry both directions, after chardev-change. Source: S0-5, FILE-01.
 */
export const fileOverTwoPipes: Scenario = {
  id: 's0/file-over-two-pipes',
  title: 'two one-way pipes through file with in and out carry both directions, after chardev-change',
  clauses: ['S0-5', 'FILE-01'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'in' }, { see: 'done' }],
    [{ do: 'pipe', as: 'out' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:in.read},set=2', '-add-fd', 'fd={fd:out.write},set=3', '-chardev', 'null,id=c'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-change',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '/dev/fdset/3', in: '/dev/fdset/2', append: true } },
        },
      },
      { see: 'return', value: {} },
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
