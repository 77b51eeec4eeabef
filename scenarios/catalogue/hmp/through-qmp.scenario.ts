import type { Scenario } from '../../scenario.ts';

/**
 * human-monitor-command returns what HMP prints, with its line ends. Source: HMP-01, HMP-06, HMP-09, GETFD-06,
 * HMP-07, QMP-06.
 */
export const throughQmp: readonly Scenario[] = [
  {
    id: 'hmp/through-qmp/error',
    title: 'an error text',
    clauses: ['HMP-01', 'HMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'closefd p' } },
        { see: 'return', value: "Error: File descriptor named 'p' not found\r\n" },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/no-descriptor',
    title: 'getfd finds no descriptor',
    clauses: ['HMP-09', 'GETFD-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'getfd p' } },
        { see: 'return', value: 'Error: No file descriptor supplied via SCM_RIGHTS\r\n' },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/missing-argument',
    title: 'a missing argument',
    clauses: ['HMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'getfd' } },
        { see: 'return', value: 'getfd: string expected\r\nTry "help getfd" for more information\r\n' },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/unknown',
    title: 'an unknown command',
    clauses: ['HMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'nosuch' } },
        { see: 'return', value: "unknown command: 'nosuch'\r\n" },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/empty',
    title: 'an empty line prints nothing',
    clauses: ['HMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': '' } },
        { see: 'return', value: '' },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/chardev-remove',
    title: 'success prints nothing',
    clauses: ['HMP-01'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'chardev-remove n' } },
        { see: 'return', value: '' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'n' } },
        { see: 'error', class: 'GenericError', desc: "Chardev 'n' not found" },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/ringbuf-read',
    title: 'text that was read ends in a line end',
    clauses: ['HMP-07'],
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'hi' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'ringbuf_read r 9' } },
        { see: 'return', value: 'hi\r\n' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'hmp/through-qmp/missing-line',
    title: 'the line is required',
    clauses: ['QMP-06'],
    steps: [
      [
        { do: 'qmp', execute: 'human-monitor-command' },
        { see: 'error', class: 'GenericError', desc: "Parameter 'command-line' is missing" },
      ],
    ],
  },
];
