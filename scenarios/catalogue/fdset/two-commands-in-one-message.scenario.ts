import type { Scenario } from '../../scenario.ts';

/** Of two commands with two descriptors in one message the first wins and the second fails. Source: FDSET-03. */
export const twoCommandsInOneMessage: Scenario = {
  id: 'fdset/two-commands-in-one-message',
  title: 'of two commands with two descriptors in one message the first wins and the second fails',
  clauses: ['FDSET-03'],
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [
      {
        do: 'send',
        bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}}{"execute":"add-fd","arguments":{"fdset-id":2}}',
        fds: ['a.write', 'b.write'],
      },
      {
        see: 'messages',
        messages: [
          { return: { 'fdset-id': 1, fd: { $: 'member' } } },
          { error: { class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' } },
        ],
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: 'a', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 1, fds: [{ fd: { $: 'member' } }] }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
  ],
};
