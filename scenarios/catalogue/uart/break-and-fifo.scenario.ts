import type { LaunchOptions } from '../../../model/language/action.ts';
import type { Scenario, Step } from '../../scenario.ts';

const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];
const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const launch: LaunchOptions = { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] };

/** A break and the receive FIFO. Source: UART-03. */
export const breakAndFifo: readonly Scenario[] = [
  {
    id: 'uart/break-and-fifo/without-fifos',
    title: 'a break without FIFOs is one NUL byte with the break bit',
    clauses: ['UART-03'],
    needs: ['serial'],
    launch,
    steps: [
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(5, 0x71),
      read(5, 0x61),
      read(0, 0x00),
      read(5, 0x60),
    ],
  },
  {
    id: 'uart/break-and-fifo/when-full',
    title: 'a break on a full receive FIFO sets the overrun bit',
    clauses: ['UART-03'],
    needs: ['serial'],
    launch,
    steps: [
      write(2, 0xc7),
      write(4, 0x10),
      write(0, 0x41),
      write(0, 0x42),
      write(0, 0x43),
      write(0, 0x44),
      write(0, 0x45),
      write(0, 0x46),
      write(0, 0x47),
      write(0, 0x48),
      write(0, 0x49),
      write(0, 0x4a),
      write(0, 0x4b),
      write(0, 0x4c),
      write(0, 0x4d),
      write(0, 0x4e),
      write(0, 0x4f),
      write(0, 0x50),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(5, 0x73),
      read(5, 0x61),
      read(0, 0x41),
      read(5, 0x61),
    ],
  },
  {
    id: 'uart/break-and-fifo/cleared-by-data',
    title: 'reading the break byte without LSR takes the break bit along',
    clauses: ['UART-03'],
    needs: ['serial'],
    launch,
    steps: [
      write(2, 0xc7),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(0, 0x00),
      read(5, 0x60),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(0, 0x00),
      read(5, 0x71),
      read(0, 0x00),
      read(5, 0x60),
    ],
  },
];
