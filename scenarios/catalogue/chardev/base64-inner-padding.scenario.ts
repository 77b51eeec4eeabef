import type { Scenario } from '../../scenario.ts';

export const base64InnerPadding: Scenario = {
  id: 'chardev/base64-inner-padding',
  title: 'a padding character leaves out the byte at its place',
  clauses: ['RB-05'],
  steps: [
    [
      { do: 'qmp', execute: 'chardev-add', arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'QQ=Q', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9, format: 'base64' } },
      { see: 'return', value: 'QRA=' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'Q=QQ', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9, format: 'base64' } },
      { see: 'return', value: 'QAQQ' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '=QQQ', format: 'base64' } },
      { see: 'return', value: {} },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9, format: 'base64' } },
      { see: 'return', value: 'AQQQ' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'QQ\r\n==', format: 'base64' } },
      { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'QQ\t==', format: 'base64' } },
      { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
    ],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 9, format: 'base64' } },
      { see: 'return', value: '' },
    ],
  ],
};
