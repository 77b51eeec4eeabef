import type { Scenario, Step } from '../../scenario.ts';

const line = (text: string, printed: string): Step => [
  { do: 'hmp', on: 'hmp', line: text },
  { see: 'text', text: printed },
];

export const ringbufSizes: Scenario = {
  id: 'hmp/ringbuf-sizes',
  title: 'sizes of ringbuf_read have 32 bits without sign',
  clauses: ['HMP-06'],
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
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'abc' } },
      { see: 'return', value: {} },
    ],
    line('ringbuf_read r 4294967295', 'abc'),
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'def' } },
      { see: 'return', value: {} },
    ],
    line('ringbuf_read r 2147483648', 'def'),
    line(
      'ringbuf_read r 4294967296',
      '\'ringbuf_read\' has failed: integer is for 32-bit values\nTry "help ringbuf_read" for more information',
    ),
  ],
};
