import type { Scenario } from '../../scenario.ts';

export const ringbufBrokenText: Scenario = {
  id: 'chardev/ringbuf-broken-text',
  title: 'a cut or impossible sequence is one U+FFFD, a byte that begins none as well',
  clauses: ['RB-06'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '4oI=', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '7aCA', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '9JCAgA==', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'wb8=', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '77++', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '4oJB', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�A' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '8J+Y', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '+IiAgIA=', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100 } },
      { see: 'return', value: '�' },
    ],
  ],
};
