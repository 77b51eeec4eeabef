import { expect, test } from 'vitest';
import { withSymbols } from './symbols.ts';

const frame = (text: string): string => `\x82${String.fromCharCode(text.length)}${text}`;

test('a time becomes a word, and its frame as long as it is then', () => {
  const event = (time: string): string => `{"timestamp": ${time}, "event": "STOP"}\r\n`;
  const told = event('{"seconds": 1, "microseconds": 23}');
  expect(withSymbols(told, false)).toBe(event('{time}'));
  expect(withSymbols(`\x82${frame('a')}${frame(told)}b`, false)).toBe(`\x82${frame('a')}${frame(event('{time}'))}b`);
});

test('a long frame becomes a short one', () => {
  const greeting = (name: string): string => `{"QMP": {"version": {"package": "${name}"}}}\r\n`;
  const long = greeting('x'.repeat(200));
  const framed = `\x82\x7e${String.fromCharCode(long.length >> 8, long.length & 255)}${long}`;
  expect(withSymbols(framed, true)).toBe(frame(greeting('{package}')));
  expect(withSymbols(framed, false)).toBe(framed);
});

test('what a pretty monitor says in four frames stays in four', () => {
  const lines = [
    '    "timestamp": {',
    '        "seconds": 1,',
    '        "microseconds": 23',
    '    },',
    '    "event": "A"',
  ];
  const seen = withSymbols(lines.map((line) => frame(`${line}\r\n`)).join(''), true);
  expect(seen).toBe(['    "timestamp": ', '{ti', 'me}', ',\r\n', '    "event": "A"\r\n'].map(frame).join(''));
});

test('a mux with stamps writes a frame for each byte of it', () => {
  const framed = (text: string): string => [...text].map(frame).join('');
  const seen = withSymbols(framed('{"timestamp": {"seconds": 1, "microseconds": 2}}'), false);
  expect(seen).toBe(framed('{"timestamp": {time}}'));
});

test('of a frame that is read in parts nothing can be told', () => {
  expect(withSymbols('\x82\x7f{"seconds": 1, "microseconds": 2}\r\n', false)).toBe('\x82\x7f{time}\r\n');
});
