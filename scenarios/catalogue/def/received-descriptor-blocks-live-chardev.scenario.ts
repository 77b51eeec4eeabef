import type { Scenario } from '../../scenario.ts';

/**
 * The mere arrival of the same description over a monitor makes a live chardev blocking; in the repaired design a
 * chardev never waits. Source: DEF-03, FDSET-05.
 */
export const receivedDescriptorBlocksLiveChardev: Scenario = {
  id: 'def/received-descriptor-blocks-live-chardev',
  title:
    'the mere arrival of the same description over a monitor makes a live chardev blocking; in the repaired design a chardev never waits',
  clauses: ['DEF-03', 'FDSET-05'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'get-flags', of: 'p.write' },
      { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
    ],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 3 }, fds: ['p.write'] },
      { see: 'return', value: { 'fdset-id': 3, fd: { $: 'added' } } },
    ],
    [
      { do: 'get-flags', of: 'p.write' },
      { see: 'flags', access: 'w', flags: ['append'] },
    ],
    [
      { do: 'write', to: 'p.write', bytes: '.'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x', patienceMs: 300 },
      { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'silent' } } },
    ],
    [
      { do: 'qmp', execute: 'query-fdsets', id: 'alive', patienceMs: 300 },
      {
        byProfile: {
          design: {
            see: 'return',
            value: [
              { 'fdset-id': 3, fds: [{ fd: { $: 'added' } }] },
              { 'fdset-id': 2, fds: [{ fd: { $: 'held' } }] },
            ],
            id: 'alive',
          },
          else: { see: 'silent' },
        },
      },
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: '.'.repeat(4096), end: false },
    ],
    // The main loop goes on once the pipe is drained, and answers what it was asked meanwhile.
    [
      { do: 'receive' },
      {
        byProfile: {
          design: { see: 'messages', messages: [] },
          else: {
            see: 'messages',
            messages: [
              {
                return: [
                  { 'fdset-id': 3, fds: [{ fd: { $: 'added' } }] },
                  { 'fdset-id': 2, fds: [{ fd: { $: 'held' } }] },
                ],
                id: 'alive',
              },
            ],
          },
        },
      },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'x', end: false },
    ],
  ],
};
