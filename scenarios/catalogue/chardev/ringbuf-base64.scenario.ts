import type { Scenario, Step } from '../../scenario.ts';

const put = (data: string, format: 'utf8' | 'base64'): Step => [
  { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data, format } },
  { see: 'return', value: {} },
];
const take = (value: string, format: 'utf8' | 'base64'): Step => [
  { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 100, format } },
  { see: 'return', value },
];

/** Bytes of a ring buffer as base64. Source: RB-05, RB-06. */
export const ringbufBase64: readonly Scenario[] = [
  {
    id: 'chardev/ringbuf-base64/all-bytes',
    title: 'every byte goes in and comes out',
    clauses: ['RB-05', 'RB-06'],
    bugs: ['BUG-132'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } },
        },
        { see: 'return', value: {} },
      ],
      put(
        'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==',
        'base64',
      ),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 85, format: 'base64' } },
        {
          see: 'return',
          value:
            'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJTVA==',
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 86, format: 'base64' } },
        {
          see: 'return',
          value:
            'VVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaHiImKi4yNjo+QkZKTlJWWl5iZmpucnZ6foKGio6Slpqeoqao=',
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 1, format: 'base64' } },
        { see: 'return', value: 'qw==' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 2, format: 'base64' } },
        { see: 'return', value: 'rK0=' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 3, format: 'base64' } },
        { see: 'return', value: 'rq+w' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 4, format: 'base64' } },
        { see: 'return', value: 'sbKztA==' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 500, format: 'base64' } },
        {
          see: 'return',
          value: 'tba3uLm6u7y9vr/AwcLDxMXGx8jJysvMzc7P0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn6Onq6+zt7u/w8fLz9PX29/j5+vv8/f7/',
        },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 1, format: 'base64' } },
        { see: 'return', value: '' },
      ],
    ],
  },
  {
    id: 'chardev/ringbuf-base64/padding',
    title: 'complete groups count, padding ends one',
    clauses: ['RB-05'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } },
        },
        { see: 'return', value: {} },
      ],
      put('QQ==', 'base64'),
      take('QQ==', 'base64'),
      put('QUI=', 'base64'),
      take('QUI=', 'base64'),
      put('QUJD', 'base64'),
      take('QUJD', 'base64'),
      put('', 'base64'),
      take('', 'base64'),
      put('\n', 'base64'),
      take('', 'base64'),
      put('QU\nJD', 'base64'),
      take('QUJD', 'base64'),
      put('QUJDQ', 'base64'),
      take('QUJD', 'base64'),
      put('QUJDQQ', 'base64'),
      take('QUJD', 'base64'),
      put('QUJDQUI', 'base64'),
      take('QUJD', 'base64'),
      put('QQ==QQ==', 'base64'),
      take('QUE=', 'base64'),
      put('QUI=QUJD', 'base64'),
      take('QUJBQkM=', 'base64'),
      put('====', 'base64'),
      take('AA==', 'base64'),
      put('=', 'base64'),
      take('', 'base64'),
      put('Q===', 'base64'),
      take('QA==', 'base64'),
      put('/+8=', 'base64'),
      take('/+8=', 'base64'),
    ],
  },
  {
    id: 'chardev/ringbuf-base64/alphabet',
    title: 'other characters are refused',
    clauses: ['RB-05'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'QQ= ', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'Q-Q_', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'QQ.=', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: '*', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      [
        { do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'é', format: 'base64' } },
        { see: 'error', class: 'GenericError', desc: 'Base64 data contains invalid characters' },
      ],
      take('', 'base64'),
    ],
  },
  {
    id: 'chardev/ringbuf-base64/text',
    title: 'text goes in as UTF-8, U+0000 as C0 80',
    clauses: ['RB-06'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } },
        },
        { see: 'return', value: {} },
      ],
      put('\u0000', 'utf8'),
      take('wIA=', 'base64'),
      put('\u0001', 'utf8'),
      take('AQ==', 'base64'),
      put('', 'utf8'),
      take('fw==', 'base64'),
      put('', 'utf8'),
      take('woA=', 'base64'),
      put('߿', 'utf8'),
      take('378=', 'base64'),
      put('ࠀ', 'utf8'),
      take('4KCA', 'base64'),
      put('�', 'utf8'),
      take('77+9', 'base64'),
      put('𐀀', 'utf8'),
      take('8JCAgA==', 'base64'),
      put('􏿽', 'utf8'),
      take('9I+/vQ==', 'base64'),
      put('aé€😀z', 'utf8'),
      take('YcOp4oKs8J+YgHo=', 'base64'),
    ],
  },
  {
    id: 'chardev/ringbuf-base64/as-text',
    title: 'bytes come out as text, what is no UTF-8 as U+FFFD a byte',
    clauses: ['RB-06'],
    steps: [
      [
        {
          do: 'qmp',
          execute: 'chardev-add',
          arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 512 } } },
        },
        { see: 'return', value: {} },
      ],
      put('w6k=', 'base64'),
      take('é', 'utf8'),
      put('4oKs', 'base64'),
      take('€', 'utf8'),
      put('8J+YgA==', 'base64'),
      take('😀', 'utf8'),
      put('wIA=', 'base64'),
      take('\u0000', 'utf8'),
      put('QQBC', 'base64'),
      take('A', 'utf8'),
      put('gA==', 'base64'),
      take('�', 'utf8'),
      put('ww==', 'base64'),
      take('�', 'utf8'),
      put('//4=', 'base64'),
      take('��', 'utf8'),
      put('w6nD', 'base64'),
      take('é�', 'utf8'),
    ],
  },
];
