import type { Scenario } from '../../scenario.ts';

/** Two pipelined add-fd, each with its own descriptor, bind in order when oob is off. Source: FDSET-10, QMP-09. */
export const pipelinedInOrder: Scenario = {
  id: 'fdset/pipelined-in-order',
  title: 'two pipelined add-fd, each with its own descriptor, bind in order when oob is off',
  clauses: ['FDSET-10', 'QMP-09'],
  steps: [
    [{ do: 'open', as: 'a', path: '{dir}/a', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'open', as: 'b', path: '{dir}/b', access: 'w', flags: ['create'] }, { see: 'done' }],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}}', fds: ['a'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":2}}', fds: ['b'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        see: 'messages',
        messages: [
          { return: { 'fdset-id': 1, fd: { $: 'first' } } },
          { return: { 'fdset-id': 2, fd: { $: 'second' } } },
        ],
      },
    ],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c1', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/a', access: 'w', flags: ['append', 'nonblock'], closeOnExec: true },
          { object: '{dir}/b', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c1' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/b', access: 'w', flags: [], closeOnExec: true }] },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
  ],
};
