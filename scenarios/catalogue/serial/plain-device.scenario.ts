import type { Scenario } from '../../scenario.ts';

export const plainDevice: Scenario = {
  id: 'serial/plain-device',
  title: 'a serial chardev opens its device once, for both directions and without blocking',
  clauses: ['SER-01', 'FILE-03', 'OPEN-17'],
  upstream: ['/char/serial'],
  steps: [
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'c', backend: { type: 'serial', data: { device: '/dev/null' } } },
      },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      {
        see: 'descriptors',
        held: [{ object: '/dev/null', access: 'rw', flags: ['nonblock'], closeOnExec: true }],
      },
    ],
    [
      { do: 'qmp', execute: 'query-chardev' },
      { see: 'return', value: [{ label: 'c', filename: 'serial', 'frontend-open': false }] },
    ],
    [
      { do: 'qmp', execute: 'chardev-remove', arguments: { id: 'c' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'observe', what: 'descriptors' },
      { see: 'descriptors', held: [] },
    ],
  ],
};
