import type { Scenario } from '../../scenario.ts';

/** Query-status has singlestep on 7.2 alone. Source: QMP-15. */
export const status: Scenario = {
  id: 'qmp/status',
  title: 'query-status has singlestep on 7.2 alone',
  clauses: ['QMP-15'],
  steps: [
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'running', singlestep: false, running: true } },
          else: { see: 'return', value: { status: 'running', running: true } },
        },
      },
    ],
  ],
};
