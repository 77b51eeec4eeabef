import type { Scenario } from '../../scenario.ts';

/** ringbuf_read and ringbuf_write print and take text. Source: HMP-07, HMP-01, HMP-06. */
export const ringbuf: readonly Scenario[] = [
  {
    id: 'hmp/ringbuf/round-trip',
    title: 'ringbuf_write takes a word and ringbuf_read prints it',
    clauses: ['HMP-07', 'HMP-01'],
    needs: ['hmp'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'hmp', mode: 'hmp', via: 'pair' },
      ],
    },
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_write r hello' },
        { see: 'text', text: '' },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 3' },
        { see: 'text', text: 'hel' },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 9' },
        { see: 'text', text: 'lo' },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 9' },
        { see: 'text', text: '' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'hmp/ringbuf/escapes',
    title: 'a backslash is doubled and control bytes but tab and newline are escaped',
    clauses: ['HMP-07'],
    needs: ['hmp'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'hmp', mode: 'hmp', via: 'pair' },
      ],
    },
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'a\\b\t\n\u0001c' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 3' },
        { see: 'text', text: 'a\\\\b' },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 100' },
        { see: 'text', text: '\t\n\\u0001c' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'hmp/ringbuf/expression',
    title: 'a number may be an expression',
    clauses: ['HMP-06', 'HMP-07'],
    needs: ['hmp'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'hmp', mode: 'hmp', via: 'pair' },
      ],
    },
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'hello' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 2+1' },
        { see: 'text', text: 'hel' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
  {
    id: 'hmp/ringbuf/size-zero',
    title: 'the size must be greater than zero',
    clauses: ['HMP-01'],
    needs: ['hmp'],
    launch: {
      monitors: [
        { id: 'qmp', mode: 'qmp', via: 'pair' },
        { id: 'hmp', mode: 'hmp', via: 'pair' },
      ],
    },
    steps: [
      [
        { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'hmp', on: 'hmp', line: 'ringbuf_read r 0' },
        { see: 'text', text: 'Error: size must be greater than zero' },
      ],
      [
        { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
        { see: 'return', value: {} },
      ],
    ],
  },
];
