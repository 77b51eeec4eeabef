import type { Scenario } from '../../scenario.ts';

/**
 * File over a pipe end with append carries the guest's output, and the reader meets the end when QEMU quits. Source:
 * S0-2, FDSET-29.
 */
export const fileOverPipeAppending: Scenario = {
  id: 's0/file-over-pipe-appending',
  title: "file over a pipe end with append carries the guest's output, and the reader meets the end when QEMU quits",
  clauses: ['S0-2', 'FDSET-29'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=2', '-chardev', 'file,id=c,path=/dev/fdset/2,append=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [{ do: 'close', handle: 'p.write' }, { see: 'done' }],
    [
      { do: 'guest-write', port: 'com1', bytes: 'boot\r\n' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'boot\r\n', end: false },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'login:' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: 'login:', end: false },
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
      { do: 'read', from: 'p.read' },
      { see: 'data', bytes: '', end: true },
    ],
  ],
};
