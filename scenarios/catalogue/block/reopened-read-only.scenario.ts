import type { Scenario } from '../../scenario.ts';

export const reopenedReadOnly: Scenario = {
  id: 'block/reopened-read-only',
  title: 'x',
  clauses: ['OPEN-19'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/f', bytes: '' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'blockdev-add', arguments: { driver: 'file', filename: '{dir}/f', 'node-name': 'n' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/f', access: 'rw', flags: [], closeOnExec: true }] },
    ],
    [
      {
        do: 'qmp',
        execute: 'blockdev-reopen',
        arguments: { options: [{ driver: 'file', 'node-name': 'n', filename: '{dir}/f', 'read-only': true }] },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [{ object: '{dir}/f', access: 'r', flags: [], closeOnExec: true }] },
    ],
  ],
};
