import type { Scenario } from '../../scenario.ts';

export const ringbufDefaultSize: Scenario = {
  id: 'chardev/ringbuf-default-size',
  upstream: ['/char/ringbuf'],
  title: 'a ring buffer without a size holds 65536 bytes',
  clauses: ['RB-01', 'RB-02'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: {} } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: `lost${'x'.repeat(65532)}last` } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 70000 } },
      { see: 'return', value: `${'x'.repeat(65532)}last` },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'r' } },
      { see: 'return', value: {} },
    ],
  ],
};
