import type { Scenario } from '../../scenario.ts';

/** Ringbuf_read refuses another backend, whatever the size. Source: HMP-01, QMP-14. */
export const ringbufOfAnotherBackend: Scenario = {
  id: 'hmp/ringbuf-of-another-backend',
  title: 'ringbuf_read refuses another backend, whatever the size',
  clauses: ['HMP-01', 'QMP-14'],
  needs: ['hmp'],
  launch: {
    monitors: [
      { id: 'qmp', mode: 'qmp', via: 'pair' },
      { id: 'hmp', mode: 'hmp', via: 'pair' },
    ],
  },
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'n', backend: { type: 'null', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'ringbuf_read n 1' },
      { see: 'text', text: 'Error: n is not a ringbuf device' },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'ringbuf_read n 0' },
      { see: 'text', text: 'Error: n is not a ringbuf device' },
    ],
    [
      { do: 'hmp', on: 'hmp', line: 'chardev-remove n' },
      { see: 'text', text: '' },
    ],
  ],
};
