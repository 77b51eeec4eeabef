import type { Scenario } from '../../scenario.ts';

/** On 7.2 a device that is no parallel port closes descriptor 0 as well. Source: DEF-04. */
export const noParallelPortClosesZero: Scenario = {
  id: 'def/no-parallel-port-closes-zero',
  upstream: ['/char/parallel'],
  title: 'on 7.2 a device that is no parallel port closes descriptor 0 as well',
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
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'port', backend: { type: 'parallel', data: { device: '/dev/null' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'port': not a parallel port: Inappropriate ioctl for device",
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          'qemu-7.2': { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
  ],
};
