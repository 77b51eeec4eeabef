import type { Scenario } from '../../scenario.ts';

/** With oob enabled, commands sent one after the other still get their own descriptors. Source: FDSET-11. */
export const settledWithOob: Scenario = {
  id: 'fdset/settled-with-oob',
  title: 'with oob enabled, commands sent one after the other still get their own descriptors',
  clauses: ['FDSET-11'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair', enable: ['oob'] }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'first' } } },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 2 }, fds: ['b.write'] },
      { see: 'return', value: { 'fdset-id': 2, fd: { $: 'second' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'a', access: 'w', flags: [], closeOnExec: true },
          { object: 'b', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
