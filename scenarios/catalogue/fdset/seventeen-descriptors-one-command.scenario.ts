import type { Scenario } from '../../scenario.ts';

/** Add-fd with seventeen descriptors succeeds and one new descriptor remains. Source: FDSET-04. */
export const seventeenDescriptorsOneCommand: Scenario = {
  id: 'fdset/seventeen-descriptors-one-command',
  title: 'add-fd with seventeen descriptors succeeds and one new descriptor remains',
  clauses: ['FDSET-04'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: Array<string>(17).fill('p.write') },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
