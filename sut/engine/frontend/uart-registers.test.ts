import { expect, test } from 'vitest';
import {
  createUart,
  hold,
  lineStatus,
  loadShiftRegister,
  readRegister,
  receive,
  receiveBreak,
  type Uart,
  writeRegister,
} from './uart-registers.ts';

function withFifos(): Uart {
  const uart = createUart();
  writeRegister(uart, 3, 0x03);
  writeRegister(uart, 2, 0xc7);
  return uart;
}
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

test('after a reset the registers read as on a real one', () => {
  const uart = createUart();
  expect([2, 4, 5, 6].map((register) => readRegister(uart, register))).toEqual([0x01, 0x08, 0x60, 0xb0]);
});

test('with FIFOs IIR shows bits 6 and 7', () => {
  expect(readRegister(withFifos(), 2) & 0xc0).toBe(0xc0);
});

test('a break reads as 0x71, then 0x61, and is one NUL byte', () => {
  const uart = withFifos();
  receiveBreak(uart);
  expect([readRegister(uart, 5), readRegister(uart, 5)]).toEqual([0x71, 0x61]);
  expect([readRegister(uart, 0), readRegister(uart, 5)]).toEqual([0, 0x60]);
});

test('the seventeenth unread byte is lost and noted', () => {
  const uart = withFifos();
  receive(uart, bytes('0123456789abcdefX'));
  expect(readRegister(uart, 5) & lineStatus.overrun).toBe(lineStatus.overrun);
  let read = '';
  while ((readRegister(uart, 5) & lineStatus.dataReady) !== 0) read += String.fromCharCode(readRegister(uart, 0));
  expect(read).toBe('0123456789abcdef');
});

test('without FIFOs an unread byte is overwritten', () => {
  const uart = createUart();
  for (const byte of ['a', 'b']) receive(uart, bytes(byte));
  expect([readRegister(uart, 5), readRegister(uart, 0), readRegister(uart, 5)]).toEqual([0x63, 0x62, 0x60]);
});

test('without FIFOs a chunk is one arrival: its first byte', () => {
  const uart = createUart();
  receive(uart, bytes('ab'));
  expect([readRegister(uart, 5), readRegister(uart, 0), readRegister(uart, 5)]).toEqual([0x61, 0x61, 0x60]);
});

test('a byte in the shift register leaves room in THR; the next one fills it', () => {
  const uart = withFifos();
  hold(uart, 1);
  loadShiftRegister(uart);
  expect(readRegister(uart, 5)).toBe(0x20);
  hold(uart, 2);
  expect(readRegister(uart, 5)).toBe(0x00);
});

test('the divisor is behind registers 0 and 1 while LCR bit 7 is set', () => {
  const uart = createUart();
  writeRegister(uart, 3, 0x80);
  writeRegister(uart, 0, 0x34);
  writeRegister(uart, 1, 0x12);
  expect([readRegister(uart, 0), readRegister(uart, 1), uart.divisor]).toEqual([0x34, 0x12, 0x1234]);
});

test('the transmitter interrupt is told once and then forgotten', () => {
  const uart = createUart();
  writeRegister(uart, 1, 0x02);
  expect([readRegister(uart, 2), readRegister(uart, 2)]).toEqual([0x02, 0x01]);
});

test('in loopback the modem outputs come back as inputs', () => {
  const uart = createUart();
  writeRegister(uart, 4, 0x1f);
  expect(readRegister(uart, 6)).toBe(0xf0);
});
