import type { Scenario } from '../../scenario.ts';

/** Add-fd takes the first pending descriptor and closes the others. Source: FDSET-03. */
export const takesFirstOfTwo: Scenario = {
  id: 'fdset/takes-first-of-two',
  title: 'add-fd takes the first pending descriptor and closes the others',
  clauses: ['FDSET-03'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a.write', 'b.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'a', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 } },
      { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
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
