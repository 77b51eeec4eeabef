import type { Scenario } from '../../scenario.ts';

/**
 * A set above 2^31-1 can be made but never opened; the repaired design refuses to make it. Source: DEF-07, FDSET-19,
 * OPEN-03.
 */
export const unopenableSet: Scenario = {
  id: 'def/unopenable-set',
  title: 'a set above 2^31-1 can be made but never opened; the repaired design refuses to make it',
  clauses: ['DEF-07', 'FDSET-19', 'OPEN-03'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2147483648 }, fds: ['p.write'] },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "Parameter 'fdset-id' expects a value of at most 2147483647",
          },
          else: { see: 'return', value: { 'fdset-id': 2147483648, fd: { $: 'member' } } },
        },
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/2147483648', append: true } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'c': Could not open '/dev/fdset/2147483648': Invalid argument",
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2147483648 } },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "File descriptor named 'fdset-id:2147483648' not found",
          },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
