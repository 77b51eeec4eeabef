import type { ClauseFamily } from '../clause.ts';

/** UART: the 16550 serial port, as far as scenarios see a chardev through it. */
export const uart: ClauseFamily = {
  id: 'UART',
  title: 'the 16550 serial port as a witness',
  area: 'chardevs',
  section: 'serial port',
  profiles: ['design', 'qemu-7.2', 'qemu-10.0'],
  clauses: [
    {
      id: 'UART-01',
      rule: 'After reset LSR is 0x60, MSR 0xb0, IIR 0x01, MCR 0x08. A driver sets LCR 3 (8n1), FCR 0xc7 (FIFOs on and cleared, trigger 14), MCR 3, IER 0. MCR bit 4 loops THR to RBR and the backend sees nothing. A byte written to THR is sent at once; a byte that has arrived is announced by LSR bit 0 and taken by reading RBR.',
      observable: 'guest',
      variants: 'all',
      source: 'hw/char/serial.c',
      checked: 'both',
    },
    {
      id: 'UART-02',
      rule: 'While the backend takes no more, LSR bits 5 and 6 are clear (LSR 0x00), and 0x60 comes back once the peer drains. Until then the port accepts the capacity of the backend and two bytes more, one in the shift register and one waiting; up to 16 wait in the FIFO, and an overrun discards older waiting bytes.',
      observable: 'guest',
      variants: 'all',
      source: 'hw/char/serial.c: serial_xmit',
      checked: 'both',
    },
    {
      id: 'UART-03',
      rule: 'chardev-send-break reaches the port: the next LSR is 0x71 with break and one data byte 0; the break bit goes with the read (then 0x61).',
      observable: 'guest',
      variants: 'all',
      source: 'hw/char/serial.c: serial_receive_break',
      checked: 'both',
    },
  ],
};
