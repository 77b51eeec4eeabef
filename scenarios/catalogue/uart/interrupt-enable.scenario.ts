import type { Scenario, Step } from '../../scenario.ts';

const write = (register: number, value: number): Step => [
  { do: 'register-write', port: 'com1', register, value },
  { see: 'done' },
];
const read = (register: number, value: number): Step => [
  { do: 'register-read', port: 'com1', register },
  { see: 'register', value },
];

export const interruptEnable: Scenario = {
  id: 'uart/interrupt-enable',
  title: 'switching the transmitter interrupt on while the holding register is empty raises it, leaving it on does not',
  clauses: ['UART-01'],
  needs: ['serial'],
  launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
  steps: [
    write(1, 0x02),
    read(2, 0x02),
    write(1, 0x02),
    read(2, 0x01),
    write(1, 0x00),
    read(2, 0x01),
    write(1, 0x02),
    read(2, 0x02),
    read(2, 0x01),
    write(1, 0x0a),
    read(2, 0x01),
    write(1, 0x08),
    write(1, 0x0a),
    read(2, 0x02),
  ],
};
