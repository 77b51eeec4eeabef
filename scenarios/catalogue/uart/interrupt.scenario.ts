import type { Scenario, Step } from '../../scenario.ts';

const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];

/** What IIR says. Source: UART-01, UART-03. */
export const interrupt: readonly Scenario[] = [
  {
    id: 'uart/interrupt/identification',
    title: 'a line status interrupt comes before that of the empty transmitter; reading IIR takes only the latter back',
    clauses: ['UART-01', 'UART-03'],
    needs: ['serial'],
    launch: { args: ['-chardev', 'ringbuf,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
    steps: [
      write(3, 0x03),
      write(2, 0xc7),
      read(2, 0xc1),
      write(1, 0x02),
      read(2, 0xc2),
      read(2, 0xc1),
      write(0, 0x41),
      read(2, 0xc2),
      read(2, 0xc1),
      write(0, 0x42),
      write(1, 0x00),
      read(2, 0xc1),
      write(1, 0x02),
      read(2, 0xc2),
      write(1, 0x06),
      [
        { do: 'qmp', execute: 'chardev-send-break', arguments: { id: 'c' } },
        { see: 'return', value: {} },
      ],
      read(2, 0xc6),
      read(2, 0xc6),
      read(5, 0x71),
      read(2, 0xc1),
      read(0, 0x00),
      read(5, 0x60),
      read(2, 0xc1),
      [
        { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'c', size: 100 } },
        { see: 'return', value: 'AB' },
      ],
    ],
  },
];
