import type { Scenario } from '../../scenario.ts';

/** The inherited socket is neither dupped nor made close-on-exec. Source: GETFD-10. */
export const commandLineNoDup: Scenario = {
  id: 'getfd/command-line-no-dup',
  title: 'the inherited socket is neither dupped nor made close-on-exec',
  clauses: ['GETFD-10'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'socketpair', as: 's' }, { see: 'done' }],
    [{ do: 'launch', args: ['-chardev', 'socket,id=c,fd={fd:s.a}'] }, { see: 'launched' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 's.a', access: 'rw', flags: ['nonblock'], closeOnExec: false }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
