import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];
const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** What writing FCR does to bytes that wait. Source: UART-02, UART-01, UART-03. */
export const fifoControl: readonly Scenario[] = [
  {
    id: 'uart/fifo-control/kept',
    title: 'FCR without resets keeps bytes that wait',
    clauses: ['UART-02'],
    needs: ['serial'],
    launch: launch,
    steps: [
      [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: '' },
        { see: 'accepted', count: 0 },
      ],
      [
        { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
        { see: 'wrote', count: 4096 },
      ],
      write(0, 0x61),
      write(0, 0x62),
      read(5, 0x00),
      write(2, 0xc1),
      read(5, 0x00),
      write(2, 0x01),
      read(5, 0x00),
      [
        { do: 'read', from: 'out.read', max: 4096 },
        { see: 'data', bytes: 'w'.repeat(4096), end: false },
      ],
      read(5, 0x60),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'ab', end: false },
      ],
    ],
  },
  {
    id: 'uart/fifo-control/forgotten-for-good',
    title: 'bytes that a reset forgot do not come with a later one',
    clauses: ['UART-02'],
    needs: ['serial'],
    launch: launch,
    steps: [
      [{ do: 'pipe', as: 'out', capacity: 4096 }, { see: 'done' }],
      [
        { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 1 }, fds: ['out.write'] },
        { see: 'return', value: { fd: { $: 'fd1' }, 'fdset-id': 1 } },
      ],
      [
        {
          do: 'qmp',
          execute: 'chardev-change',
          arguments: { id: 'c', backend: { type: 'file', data: { out: '/dev/fdset/1', append: true } } },
        },
        { see: 'return', value: {} },
      ],
      [
        { do: 'guest-write', port: 'com1', bytes: '' },
        { see: 'accepted', count: 0 },
      ],
      [
        { do: 'write', to: 'out.write', bytes: 'w'.repeat(4096) },
        { see: 'wrote', count: 4096 },
      ],
      write(0, 0x61),
      write(0, 0x62),
      write(0, 0x63),
      write(2, 0xc5),
      [
        { do: 'read', from: 'out.read', max: 4096 },
        { see: 'data', bytes: 'w'.repeat(4096), end: false },
      ],
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'a', end: false },
      ],
      write(0, 0x7a),
      [
        { do: 'read', from: 'out.read' },
        { see: 'data', bytes: 'z', end: false },
      ],
      read(5, 0x60),
    ],
  },
  {
    id: 'uart/fifo-control/reset-interrupt',
    title: 'resetting the transmit FIFO makes its interrupt due, other writes do not',
    clauses: ['UART-01'],
    needs: ['serial'],
    launch: launch,
    steps: [
      write(2, 0xc7),
      write(0, 0x41),
      write(1, 0x02),
      read(2, 0xc2),
      read(2, 0xc1),
      write(2, 0xc1),
      read(2, 0xc1),
      write(2, 0xc3),
      read(2, 0xc1),
      write(2, 0xc5),
      read(2, 0xc2),
      read(2, 0xc1),
    ],
  },
  {
    id: 'uart/fifo-control/break-overwrites',
    title: 'without FIFOs a break overwrites the byte that waits',
    clauses: ['UART-03'],
    needs: ['serial'],
    launch: launch,
    steps: [
      write(4, 0x10),
      write(0, 0x41),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(5, 0x71),
      read(0, 0x00),
      read(5, 0x60),
    ],
  },
];
