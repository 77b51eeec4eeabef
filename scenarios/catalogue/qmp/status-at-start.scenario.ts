import type { Scenario } from '../../scenario.ts';

/** A machine started with -S is in prelaunch. Source: QMP-15. */
export const statusAtStart: Scenario = {
  id: 'qmp/status-at-start',
  title: 'a machine started with -S is in prelaunch',
  clauses: ['QMP-15'],
  launch: { paused: true },
  steps: [
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'prelaunch', singlestep: false, running: false } },
          else: { see: 'return', value: { status: 'prelaunch', running: false } },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
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
