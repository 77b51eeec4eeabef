import type { Scenario } from '../../scenario.ts';

/** Commands sent within one hold are answered after it, in order; nothing of theirs has happened before. Source: QMP-09. */
export const heldCommands: Scenario = {
  id: 'qmp/held-commands',
  title: 'commands sent within one hold are answered after it, in request order',
  clauses: ['QMP-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'hold' }, { see: 'done' }],
    [{ do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 4 }, fds: ['p.write'] }, { see: 'silent' }],
    [{ do: 'qmp', execute: 'query-fdsets', id: 2 }, { see: 'silent' }],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        see: 'messages',
        messages: [
          { return: { 'fdset-id': 4, fd: { $: 'member' } } },
          { return: [{ 'fdset-id': 4, fds: [{ fd: { $: 'member' } }] }], id: 2 },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4 } },
      { see: 'return', value: {} },
    ],
  ],
};
