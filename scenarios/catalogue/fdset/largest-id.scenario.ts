import type { Scenario } from '../../scenario.ts';

/** Ids up to 2^63-1 make sets that can be listed and removed. Source: FDSET-19, DEF-07. */
export const largestId: Scenario = {
  id: 'fdset/largest-id',
  title: 'ids up to 2^63-1 make sets that can be listed and removed',
  clauses: ['FDSET-19', 'DEF-07'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': { $int: '9223372036854775807' } }, fds: ['p.write'] },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "Parameter 'fdset-id' expects a value of at most 2147483647",
          },
          else: { see: 'return', value: { 'fdset-id': { $int: '9223372036854775807' }, fd: { $: 'member' } } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        byProfile: {
          design: { see: 'return', value: [] },
          else: {
            see: 'return',
            value: [{ 'fdset-id': { $int: '9223372036854775807' }, fds: [{ fd: { $: 'member' } }] }],
          },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': { $int: '9223372036854775807' } } },
      {
        byProfile: {
          design: {
            see: 'error',
            class: 'GenericError',
            desc: "File descriptor named 'fdset-id:9223372036854775807' not found",
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
