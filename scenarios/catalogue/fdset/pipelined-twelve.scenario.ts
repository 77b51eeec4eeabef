import type { Scenario } from '../../scenario.ts';

/**
 * Twelve pipelined add-fd, each with its own descriptor, bind in order when oob is off. Source: FDSET-10, FDSET-13.
 */
export const pipelinedTwelve: Scenario = {
  id: 'fdset/pipelined-twelve',
  title: 'twelve pipelined add-fd, each with its own descriptor, bind in order when oob is off',
  clauses: ['FDSET-10', 'FDSET-13'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'hold' }, { see: 'done' }],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":1}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":2}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":3}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":4}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":5}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":6}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":7}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":8}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":9}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":10}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":11}}', fds: ['p.read'] },
      { see: 'messages', messages: [] },
    ],
    [
      { do: 'send', bytes: '{"execute":"add-fd","arguments":{"fdset-id":12}}', fds: ['p.write'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'release' }, { see: 'done' }],
    [
      { do: 'receive' },
      {
        see: 'messages',
        messages: [
          { return: { 'fdset-id': 1, fd: { $: 'm1' } } },
          { return: { 'fdset-id': 2, fd: { $: 'm2' } } },
          { return: { 'fdset-id': 3, fd: { $: 'm3' } } },
          { return: { 'fdset-id': 4, fd: { $: 'm4' } } },
          { return: { 'fdset-id': 5, fd: { $: 'm5' } } },
          { return: { 'fdset-id': 6, fd: { $: 'm6' } } },
          { return: { 'fdset-id': 7, fd: { $: 'm7' } } },
          { return: { 'fdset-id': 8, fd: { $: 'm8' } } },
          { return: { 'fdset-id': 9, fd: { $: 'm9' } } },
          { return: { 'fdset-id': 10, fd: { $: 'm10' } } },
          { return: { 'fdset-id': 11, fd: { $: 'm11' } } },
          { return: { 'fdset-id': 12, fd: { $: 'm12' } } },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      {
        see: 'return',
        value: [
          { 'fdset-id': 12, fds: [{ fd: { $: 'm12' } }] },
          { 'fdset-id': 11, fds: [{ fd: { $: 'm11' } }] },
          { 'fdset-id': 10, fds: [{ fd: { $: 'm10' } }] },
          { 'fdset-id': 9, fds: [{ fd: { $: 'm9' } }] },
          { 'fdset-id': 8, fds: [{ fd: { $: 'm8' } }] },
          { 'fdset-id': 7, fds: [{ fd: { $: 'm7' } }] },
          { 'fdset-id': 6, fds: [{ fd: { $: 'm6' } }] },
          { 'fdset-id': 5, fds: [{ fd: { $: 'm5' } }] },
          { 'fdset-id': 4, fds: [{ fd: { $: 'm4' } }] },
          { 'fdset-id': 3, fds: [{ fd: { $: 'm3' } }] },
          { 'fdset-id': 2, fds: [{ fd: { $: 'm2' } }] },
          { 'fdset-id': 1, fds: [{ fd: { $: 'm1' } }] },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 1 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 3 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 5 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 7 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 9 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 11 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 2 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 6 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 8 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 10 } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 12 } },
      { see: 'return', value: {} },
    ],
  ],
};
