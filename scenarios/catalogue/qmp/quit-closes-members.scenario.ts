import type { Scenario } from '../../scenario.ts';

/** Quit closes every member, pending and named descriptor. Source: QMP-16, FDSET-35. */
export const quitClosesMembers: Scenario = {
  id: 'qmp/quit-closes-members',
  title: 'quit closes every member, pending and named descriptor',
  clauses: ['QMP-16', 'FDSET-35'],
  launch: { monitors: [{ id: 'qmp', mode: 'qmp', via: 'pair' }] },
  steps: [
    [{ do: 'pipe', as: 'a' }, { see: 'done' }],
    [{ do: 'pipe', as: 'b' }, { see: 'done' }],
    [{ do: 'pipe', as: 'c' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['a.write'] },
      { see: 'return', value: { 'fdset-id': 1, fd: { $: 'member' } } },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' }, fds: ['b.write'] },
      { see: 'return', value: {} },
    ],
    [
      { do: 'send', bytes: ' ', fds: ['c.write'] },
      { see: 'messages', messages: [] },
    ],
    [{ do: 'close', handle: 'a.write' }, { see: 'done' }],
    [{ do: 'close', handle: 'b.write' }, { see: 'done' }],
    [{ do: 'close', handle: 'c.write' }, { see: 'done' }],
    [
      { do: 'read', from: 'a.read' },
      { see: 'data', bytes: '', end: false },
    ],
    [
      { do: 'send', bytes: '{"execute":"quit"}' },
      {
        see: 'messages',
        messages: [{ event: 'SHUTDOWN', data: { guest: false, reason: 'host-qmp-quit' } }, { return: {} }],
      },
    ],
    [{ do: 'wait-exit' }, { see: 'exit', status: 0, stderr: [] }],
    [
      { do: 'read', from: 'a.read' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'read', from: 'b.read' },
      { see: 'data', bytes: '', end: true },
    ],
    [
      { do: 'read', from: 'c.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
