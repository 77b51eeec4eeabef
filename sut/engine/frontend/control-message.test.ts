import { expect, test } from 'vitest';
import { decodeControl, encodeControl } from './control-message.ts';

test('a message is a 32-bit number, a 16-bit event and a 16-bit value, little-endian', () => {
  expect([...encodeControl({ event: 'PORT_OPEN', port: 0x01020304, value: 1 })]).toEqual([4, 3, 2, 1, 6, 0, 1, 0]);
});

test('a name follows the value, with a final NUL', () => {
  const bytes = encodeControl({ event: 'PORT_NAME', port: 1, value: 1, name: 'ab' });
  expect([...bytes.subarray(8)]).toEqual([0x61, 0x62, 0]);
  expect(decodeControl(bytes)).toEqual({ event: 'PORT_NAME', port: 1, value: 1, name: 'ab' });
});

test('a short buffer and an unknown event are no message', () => {
  expect(decodeControl(new Uint8Array(7))).toBeNull();
  expect(decodeControl(Uint8Array.of(0, 0, 0, 0, 8, 0, 1, 0))).toBeNull();
});
