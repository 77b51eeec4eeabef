import type { Scenario } from '../../scenario.ts';

/**
 * A refused open makes a live chardev blocking, and its next write to a full pipe freezes the main loop; the repaired
 * design restores the flags. Source: DEF-03, OPEN-10.
 */
export const refusedOpenBlocksLiveChardev: Scenario = {
  id: 'def/refused-open-blocks-live-chardev',
  title:
    'a refused open makes a live chardev blocking, and its next write to a full pipe freezes the main loop; the repaired design restores the flags',
  clauses: ['DEF-03', 'OPEN-10'],
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
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'late', backend: { type: 'file', data: { out: '/dev/fdset/2' } } },
      },
      {
        see: 'error',
        class: 'GenericError',
        desc: "Failed to add chardev 'late': Could not open '/dev/fdset/2': Invalid argument",
      },
    ],
    [
      { do: 'get-flags', of: 'p.write' },
      {
        byProfile: {
          design: { see: 'flags', access: 'w', flags: ['append', 'nonblock'] },
          else: { see: 'flags', access: 'w', flags: [] },
        },
      },
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
          design: { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'held' } }] }], id: 'alive' },
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
            messages: [{ return: [{ 'fdset-id': 2, fds: [{ fd: { $: 'held' } }] }], id: 'alive' }],
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
