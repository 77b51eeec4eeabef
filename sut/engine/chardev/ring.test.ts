import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { byteString, bytesOf } from '../bytes.ts';
import { createRing } from './ring.ts';

test('a full ring keeps its youngest bytes', () => {
  const ring = createRing(8);
  ring.write(bytesOf('0123456789'));
  expect(byteString(ring.read(100))).toBe('23456789');
});

test('reading takes the oldest bytes away', () => {
  const ring = createRing(8);
  ring.write(bytesOf('abcdef'));
  expect([byteString(ring.read(2)), byteString(ring.read(9)), byteString(ring.read(1))]).toEqual(['ab', 'cdef', '']);
});

test('base64 takes only whole groups, skips line ends and goes on after padding', () => {
  const decoded = (text: string): string | null => {
    const bytes = decodeBase64(text);
    return bytes === null ? null : byteString(bytes);
  };
  expect(['QUI', 'QUI=', 'QUI=QUI=', 'QU\nI=', '', 'Q I=', '%%'].map(decoded)).toEqual([
    '',
    'AB',
    'ABAB',
    'AB',
    '',
    null,
    null,
  ]);
  expect(encodeBase64(bytesOf('abc\u00c3'))).toBe('YWJjww==');
});
