import type { Scenario, Step } from '../../scenario.ts';

const node = { driver: 'file', 'node-name': 'node', filename: '{dir}/image' };
const reopen = (readOnly: boolean): Step => [
  { do: 'qmp', execute: 'blockdev-reopen', arguments: { options: [{ ...node, 'read-only': readOnly }] } },
  { see: 'return', value: {} },
];
const holds = (access: 'r' | 'rw'): Step => [
  { do: 'observe', what: 'descriptors' },
  { see: 'descriptors', held: [{ object: '{dir}/image', access, flags: [], closeOnExec: true }] },
];

export const reopenToTheSame: Scenario = {
  id: 'block/reopen-to-the-same',
  title: 'after a reopen that changed nothing, a real system keeps a read-write descriptor in a read-only node',
  clauses: ['OPEN-19'],
  needs: ['block'],
  steps: [
    [{ do: 'write-file', path: '{dir}/image', bytes: 'image' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'blockdev-add', arguments: node },
      { see: 'return', value: {} },
    ],
    reopen(true),
    holds('r'),
    reopen(false),
    holds('rw'),
    reopen(false),
    holds('rw'),
    reopen(true),
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: {
            see: 'descriptors',
            held: [{ object: '{dir}/image', access: 'r', flags: [], closeOnExec: true }],
          },
          else: {
            see: 'descriptors',
            held: [{ object: '{dir}/image', access: 'rw', flags: [], closeOnExec: true }],
          },
        },
      },
    ],
    reopen(false),
    holds('rw'),
    reopen(true),
    holds('r'),
  ],
};
