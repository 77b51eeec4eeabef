import type { Scenario } from '../../scenario.ts';

export const ringbufWriteIsNotLogged: Scenario = {
  id: 'log/ringbuf-write-is-not-logged',
  title: 'ringbuf-write goes straight into the buffer: it is no guest output, and the log has none of it',
  clauses: ['LOG-01', 'RB-04', 'CHR-64'],
  steps: [
    [{ do: 'write-file', path: '{dir}/log', bytes: 'old ' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'r',
          backend: { type: 'ringbuf', data: { size: 8, logfile: '{dir}/log', logappend: true } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'more than eight' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: 'old ', end: true },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 20 } },
      { see: 'return', value: 'an eight' },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
      { see: 'return', value: {} },
    ],
  ],
};
