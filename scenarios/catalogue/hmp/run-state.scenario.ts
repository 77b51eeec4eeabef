import type { Scenario } from '../../scenario.ts';

export const runState: Scenario = {
  id: 'hmp/run-state',
  title: 'info status tells the run state in words',
  clauses: ['HMP-01'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
    args: ['-chardev', 'ringbuf,id=r,size=64'],
    paused: true,
  },
  needs: ['hmp'],
  steps: [
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'info status' } },
      { see: 'return', value: 'VM status: paused (prelaunch)\r\n' },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'info status' },
      { see: 'text', text: 'VM status: paused (prelaunch)' },
    ],
    [
      { do: 'qmp', execute: 'stop' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'info status' },
      { see: 'text', text: 'VM status: paused (prelaunch)' },
    ],
    [
      { do: 'qmp', execute: 'cont' },
      { see: 'return', value: {} },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'info status' },
      { see: 'text', text: 'VM status: running' },
    ],
  ],
};
