import type { Scenario, Step } from '../../scenario.ts';

const line = (text: string, printed: string): Step => [
  { do: 'hmp', on: 'hmp', line: text },
  { see: 'text', text: printed },
];

export const ringbufBytes: Scenario = {
  id: 'hmp/ringbuf-bytes',
  title:
    'ringbuf_read escapes control bytes and DEL with upper-case digits and prints others as they are, broken UTF-8 too',
  clauses: ['HMP-07'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
    args: ['-chardev', 'ringbuf,id=r,size=32'],
  },
  steps: [
    [
      {
        do: 'qmp',
        execute: 'ringbuf-write',
        arguments: { device: 'r', data: 'YQFiCWMKZFxlf2bCoGcb', format: 'base64' },
      },
      { see: 'return', value: {} },
    ],
    line('ringbuf_read r 100', 'a\\u0001b\tc\nd\\\\e\\u007Ff\xc2\xa0g\\u001B'),
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '4oJB/v8A', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    line('ringbuf_read r 100', '\xe2\x82A\xfe\xff'),
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '4oJB/v8A', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'human-monitor-command', arguments: { 'command-line': 'ringbuf_read r 100' } },
      { see: 'return', value: '\ufffdA\ufffd\ufffd\r\n' },
    ],
  ],
};
