import type { Scenario } from '../../scenario.ts';

export const hmp: Scenario = {
  id: 'chardev/hmp',
  title: 'human-monitor-command reaches the chardev commands and prints their errors behind `Error: `',
  clauses: ['HMP-01', 'HMP-07', 'QMP-14', 'CHR-11'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 8 } } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'ringbuf_write r abc' } },
      { see: 'return', value: '' },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'ringbuf_read r 9' } },
      { see: 'return', value: 'abc\r\n' },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'ringbuf_read q 3' } },
      { see: 'return', value: "Error: Device 'q' not found\r\n" },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'chardev-remove q' } },
      { see: 'return', value: "Error: Chardev 'q' not found\r\n" },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'chardev-remove r' } },
      { see: 'return', value: '' },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [] },
    ],
  ],
};
