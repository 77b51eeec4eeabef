import { expect, test } from 'vitest';
import type { UartPort } from './port.ts';
import { initialisePort, receiveAll, sendBytes } from './serial-driver.ts';

function recordingPort(
  lineStatus: () => number,
  received: number[] = [],
  lineControl = 3,
): { port: UartPort; writes: [number, number][] } {
  const writes: [number, number][] = [];
  const port: UartPort = {
    in: (register) => (register === 5 ? lineStatus() : register === 3 ? lineControl : (received.shift() ?? 0)),
    out: (register, value) => writes.push([register, value]),
  };
  return { port, writes };
}

test('initialising sets 8n1, FIFOs with trigger 14, DTR and RTS, and no interrupts, in this order', () => {
  const { port, writes } = recordingPort(() => 0x60);
  initialisePort(port);
  expect(writes).toEqual([
    [3, 0x03],
    [2, 0xc7],
    [4, 0x03],
    [1, 0x00],
  ]);
});

test('sending stops at the first byte for which the holding register is full', () => {
  let looks = 0;
  const { port, writes } = recordingPort(() => {
    looks += 1;
    return looks <= 2 ? 0x60 : 0x00;
  });
  expect(sendBytes(port, 'abc')).toBe(2);
  expect(writes).toEqual([
    [0, 0x61],
    [0, 0x62],
  ]);
});

test('receiving goes on after a settling that brought more and ends with one that brought nothing', () => {
  const fifo = [0x41];
  let settled = 0;
  const { port } = recordingPort(() => (fifo.length > 0 ? 0x61 : 0x60), fifo);
  const bytes = receiveAll(port, () => {
    settled += 1;
    if (settled === 2) fifo.push(0x42, 0xff);
  });
  expect(bytes).toBe('AB\u00ff');
  expect(settled).toBe(3);
});

test('nothing is received while the data register stands for the divisor, however often data is said to be there', () => {
  const { port } = recordingPort(() => 0x61, [0x41], 0x83);
  expect(receiveAll(port, () => {})).toBe('');
});
