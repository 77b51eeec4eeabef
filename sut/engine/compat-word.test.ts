import { expect, test } from 'vitest';
import { profileByName } from '../../model/language/profiles.ts';
import { readCompatWord } from './compat-word.ts';

function option(word: string, key: string): string | null {
  const read = readCompatWord(word, 'serial0', profileByName['qemu-10.0'], []);
  return read.ok ? read.value.text(key) : `refused: ${read.text}`;
}

test('a plain word is a backend without options', () => {
  expect(option('null', 'backend')).toBe('null');
});

test('the size of a console is read in cells and in pixels', () => {
  expect([option('vc:10Cx5C', 'cols'), option('vc:10Cx5C', 'rows')]).toEqual(['10', '5']);
  expect([option('vc:800x600', 'width'), option('vc:800x600', 'height')]).toEqual(['800', '600']);
});

test('a path keeps its commas', () => {
  expect(option('file:a,b', 'path')).toBe('a,b');
});

test('datagram addresses have a far and perhaps a near side', () => {
  const word = 'udp:there:1@here:2';
  expect(['host', 'port', 'localaddr', 'localport'].map((key) => option(word, key))).toEqual([
    'there',
    '1',
    'here',
    '2',
  ]);
});

test('mon: makes a mux', () => {
  expect(option('mon:null', 'mux')).toBe('true');
});

test('what cannot be read is refused, without a text where a known word goes wrong', () => {
  expect(option('foo', 'backend')).toBe("refused: 'foo' is not a valid char driver");
  expect(option('udp:9', 'backend')).toBe('refused: ');
});
