import { expect, test } from 'vitest';
import { endsInTime, unforeseenPieces } from './inbox.ts';

const singly = (text: string): readonly string[] => text.split('');

test('a time that came byte by byte may be more pieces than its word, one that came whole is none', () => {
  expect(unforeseenPieces(singly('{"timestamp": {time}, "event": "STOP"}\r\n'))).toBe(41);
  expect(unforeseenPieces(singly('{time}{time}'))).toBe(82);
  expect(unforeseenPieces(['{"timestamp": {time}, "event": "STOP"}\r\n', '{', '}'])).toBe(0);
});

test('what ends within such a time is known by its last pieces', () => {
  expect(endsInTime(singly('{"timestamp": {ti'))).toBe(true);
  expect(endsInTime(singly('{"timestamp": {time}'))).toBe(false);
  expect(endsInTime(singly('{"timestamp": {'))).toBe(false);
});
