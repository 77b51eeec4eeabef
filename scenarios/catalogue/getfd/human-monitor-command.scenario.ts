import type { Scenario } from '../../scenario.ts';

/**
 * Through human-monitor-command getfd finds no descriptor, and the QMP connection's stays for the next QMP getfd.
 * Source: GETFD-06, HMP-09, DEF-09.
 */
export const humanMonitorCommand: Scenario = {
  id: 'getfd/human-monitor-command',
  title:
    "through human-monitor-command getfd finds no descriptor, and the QMP connection's stays for the next QMP getfd",
  clauses: ['GETFD-06', 'HMP-09', 'DEF-09'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'getfd x' }, fds: ['p.write'] },
      { see: 'return', value: 'Error: No file descriptor supplied via SCM_RIGHTS\r\n' },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        byProfile: {
          design: { see: 'descriptors', held: [] },
          else: { see: 'descriptors', held: [{ object: 'p', access: 'w', flags: [], closeOnExec: true }] },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'getfd', arguments: { fdname: 'x' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: 'No file descriptor supplied via SCM_RIGHTS' },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'closefd x' } },
      { see: 'return', value: "Error: File descriptor named 'x' not found\r\n" },
    ],
    [
      { do: 'qmp', execute: 'closefd', arguments: { fdname: 'x' } },
      {
        byProfile: {
          design: { see: 'error', class: 'GenericError', desc: "File descriptor named 'x' not found" },
          else: { see: 'return', value: {} },
        },
      },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
