import type { Scenario } from '../../scenario.ts';

export const nonblockingSide: Scenario = {
  id: 'file/nonblocking-side',
  title: '`out` becomes non-blocking after opening; `in` and the logfile do not',
  clauses: ['FILE-03', 'OPEN-17'],
  steps: [
    [{ do: 'write-file', path: '{dir}/in', bytes: 'text' }, { see: 'done' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: {
          id: 'c',
          backend: { type: 'file', data: { out: '{dir}/out', in: '{dir}/in', logfile: '{dir}/log' } },
        },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [
          { object: '{dir}/in', access: 'r', flags: [], closeOnExec: true },
          { object: '{dir}/log', access: 'w', flags: [], closeOnExec: true },
          { object: '{dir}/out', access: 'w', flags: ['nonblock'], closeOnExec: true },
        ],
      },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
