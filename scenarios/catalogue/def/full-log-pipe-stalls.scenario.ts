import type { Scenario } from '../../scenario.ts';

/**
 * A full log pipe stalls the main loop until it is drained; the repaired design drops what cannot be logged at once.
 * Source: DEF-08, LOG-03.
 */
export const fullLogPipeStalls: Scenario = {
  id: 'def/full-log-pipe-stalls',
  title:
    'a full log pipe stalls the main loop until it is drained; the repaired design drops what cannot be logged at once',
  clauses: ['DEF-08', 'LOG-03'],
  needs: ['serial'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p', capacity: 4096 }, { see: 'done' }],
    [
      { do: 'write', to: 'p.write', bytes: '.'.repeat(4096) },
      { see: 'wrote', count: 4096 },
    ],
    [
      {
        do: 'launch',
        args: ['-add-fd', 'fd={fd:p.write},set=1', '-chardev', 'null,id=c,logfile=/dev/fdset/1,logappend=on'],
        ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
      },
      { see: 'launched' },
    ],
    [
      { do: 'guest-write', port: 'com1', bytes: 'x', patienceMs: 300 },
      { byProfile: { design: { see: 'accepted', count: 1 }, else: { see: 'silent' } } },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'none' }, patienceMs: 300 },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'none' not found" },
          else: { see: 'silent' },
        },
      },
    ],
    [
      { do: 'read', from: 'p.read', max: 4096 },
      { see: 'data', bytes: '.'.repeat(4096), end: false },
    ],
    [
      { do: 'receive' },
      {
        byProfile: {
          design: { see: 'messages', messages: [] },
          else: {
            see: 'messages',
            messages: [{ error: { class: 'GenericError', desc: "File descriptor named 'none' not found" } }],
          },
        },
      },
    ],
    [
      { do: 'read', from: 'p.read' },
      { byProfile: { design: { see: 'data', bytes: '', end: false }, else: { see: 'data', bytes: 'x', end: false } } },
    ],
  ],
};
