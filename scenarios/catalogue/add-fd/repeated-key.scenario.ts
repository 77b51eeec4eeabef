import type { Scenario } from '../../scenario.ts';

/** Of a repeated key the last one counts. Source: FDSET-41. */
export const repeatedKey: Scenario = {
  id: 'add-fd/repeated-key',
  title: 'of a repeated key the last one counts',
  clauses: ['FDSET-41'],
  needs: ['launch'],
  launch: 'manual',
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [{ do: 'launch', args: ['-add-fd', 'fd=400,fd={fd:p.write},set=1,set=2,opaque=a,opaque=b'] }, { see: 'launched' }],
    [
      { do: 'qmp', execute: 'query-fdsets' },
      { see: 'return', value: [{ 'fdset-id': 2, fds: [{ fd: { $: 'm' }, opaque: 'b' }] }] },
    ],
  ],
};
