import type { Scenario } from '../../scenario.ts';

/**
 * A failing parallel chardev closes descriptor 0: the next descriptor takes it and the next failure closes that; the
 * repaired design closes nothing. Source: DEF-04.
 */
export const failingParallelClosesDescriptorZero: Scenario = {
  id: 'def/failing-parallel-closes-descriptor-zero',
  title:
    'a failing parallel chardev closes descriptor 0: the next descriptor takes it and the next failure closes that; the repaired design closes nothing',
  clauses: ['DEF-04', 'Q-PAR-1'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'zero' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/nonexistent/x' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': Could not open '/nonexistent/x': No such file or directory",
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
          else: { see: 'descriptors', held: [] },
        },
      },
    ],
    // The set does not know it.
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'zero' } }] }] },
    ],
  ],
};
