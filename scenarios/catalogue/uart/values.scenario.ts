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

/** What the registers of a 16550 hold. Source: UART-01. */
export const values: readonly Scenario[] = [
  {
    id: 'uart/values/reset-values',
    title: 'a port that nobody has touched shows the values of a reset',
    clauses: ['UART-01'],
    needs: ['serial'],
    launch,
    steps: [
      read(1, 0x00),
      read(2, 0x01),
      read(3, 0x00),
      read(4, 0x08),
      read(5, 0x60),
      read(6, 0xb0),
      read(7, 0x00),
      read(0, 0x00),
      read(5, 0x60),
    ],
  },
  {
    id: 'uart/values/divisor-latch',
    title:
      'LCR bit 7 puts the divisor behind registers 0 and 1; what is written there is neither sent nor an interrupt mask',
    clauses: ['UART-01'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      write(3, 0x83),
      read(0, 0x0c),
      read(1, 0x00),
      write(0, 0x34),
      write(1, 0x12),
      read(0, 0x34),
      read(1, 0x12),
      write(0, 0x56),
      read(1, 0x12),
      write(1, 0x78),
      read(0, 0x56),
      read(1, 0x78),
      write(3, 0x03),
      read(1, 0x00),
      read(0, 0x00),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 100 } },
        { see: 'return', value: '' },
      ],
    ],
  },
  {
    id: 'uart/values/masked-registers',
    title: 'MCR keeps five bits, IER four, LCR and SCR all; LSR and MSR ignore writes',
    clauses: ['UART-01'],
    needs: ['serial'],
    launch,
    steps: [
      write(1, 0xf8),
      read(1, 0x08),
      write(1, 0x06),
      read(1, 0x06),
      write(1, 0x00),
      write(4, 0xef),
      read(4, 0x0f),
      write(3, 0x7f),
      read(3, 0x7f),
      write(7, 0xff),
      read(7, 0xff),
      write(5, 0xff),
      read(5, 0x60),
      write(6, 0xff),
      read(6, 0xb0),
    ],
  },
  {
    id: 'uart/values/loopback-modem',
    title: 'in loopback the four modem outputs come back as inputs',
    clauses: ['UART-01'],
    needs: ['serial'],
    launch,
    steps: [
      write(4, 0x10),
      read(6, 0x00),
      write(4, 0x11),
      read(6, 0x20),
      write(4, 0x12),
      read(6, 0x10),
      write(4, 0x14),
      read(6, 0x40),
      write(4, 0x18),
      read(6, 0x80),
      write(4, 0x1f),
      read(6, 0xf0),
      write(4, 0x0f),
      read(6, 0xb0),
    ],
  },
];
