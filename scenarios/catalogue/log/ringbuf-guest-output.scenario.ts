import type { Scenario } from '../../scenario.ts';

export const ringbufGuestOutput: Scenario = {
  id: 'log/ringbuf-guest-output',
  bugs: ['BUG-130'],
  title: 'what the guest sends to a ring buffer is in the buffer and in the log, which keeps what the buffer lost',
  clauses: ['LOG-01', 'RB-02', 'CHR-64'],
  needs: ['serial'],
  launch: {
    args: ['-chardev', 'ringbuf,id=c,size=4,logfile=log'],
    ports: [{ id: 'com1', kind: '16550', chardev: 'c' }],
  },
  steps: [
    [
      { do: 'guest-write', port: 'com1', bytes: 'abcdef' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 10 } },
      { see: 'return', value: 'cdef' },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: 'abcdef', end: true },
    ],
  ],
};
