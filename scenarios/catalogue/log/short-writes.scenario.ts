import type { Scenario } from '../../scenario.ts';

export const shortWrites: Scenario = {
  id: 'log/short-writes',
  title: 'a log that takes a part at a time gets the rest as well',
  clauses: ['LOG-03'],
  launch: { args: ['-chardev', 'null,id=c,logfile={dir}/log'], ports: [{ id: 'w', kind: 'witness', chardev: 'c' }] },
  needs: ['inject-faults', 'witness'],
  steps: [
    [{ do: 'fault', call: 'write', object: '{dir}/log', give: { short: 2 }, times: 2 }, { see: 'done' }],
    [
      { do: 'witness-write', port: 'w', bytes: 'abcdef' },
      { see: 'accepted', count: 6 },
    ],
    [
      { do: 'read-file', path: '{dir}/log' },
      { see: 'data', bytes: 'abcdef', end: true },
    ],
  ],
};
