import type { Scenario } from '../../scenario.ts';

/** Stop and cont change the status and send one event each. Source: QMP-15. */
export const statusOverStop: Scenario = {
  id: 'qmp/status-over-stop',
  title: 'stop and cont change the status and send one event each',
  clauses: ['QMP-15'],
  steps: [
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'query-status' },
      {
        byProfile: {
          'qemu-7.2': { see: 'return', value: { status: 'paused', singlestep: false, running: false } },
          else: { see: 'return', value: { status: 'paused', running: false } },
        },
      },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'STOP' }] }],
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [] }],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [{ do: 'receive' }, { see: 'messages', messages: [{ event: 'RESUME' }] }],
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
