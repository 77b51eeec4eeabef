import { expect, test } from 'vitest';
import { createEscapeParser, createInputQueue, queueMax, stampText } from './mux-input.ts';

test('the escape byte twice is that byte once; an unknown command is swallowed with it (MUX-08)', () => {
  const parse = createEscapeParser();
  const meant = [...'a\x01\x01b\x01zc'].map((character) => parse(character.charCodeAt(0)));
  expect(meant).toEqual(['data', 'nothing', 'data', 'data', 'nothing', 'nothing', 'data']);
});

test('each command has its letter (MUX-08)', () => {
  const parse = createEscapeParser();
  const meant = [...'h?xbct'].map((letter) => {
    parse(1);
    return parse(letter.charCodeAt(0));
  });
  expect(meant).toEqual(['help', 'help', 'exit', 'break', 'switch', 'timestamps']);
});

test('a queue gives back in order and holds 32 bytes (MUX-06)', () => {
  const queue = createInputQueue();
  for (let byte = 0; byte < queueMax; byte += 1) queue.push(byte);
  expect([queue.length, queue.shift(), queue.shift(), queue.length]).toEqual([32, 0, 1, 30]);
});

test('a stamp has hours, minutes, seconds and milliseconds (MUX-12)', () => {
  expect(stampText(0)).toBe('[00:00:00.000] ');
  expect(stampText(3_600_000 + 2 * 60_000 + 3_004)).toBe('[01:02:03.004] ');
});
