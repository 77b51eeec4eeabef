import { expect, test } from 'vitest';
import { createLineEditor } from './line-editor.ts';

function typed(text: string): { readonly echo: string; readonly lines: readonly string[] } {
  const editor = createLineEditor({ prompt: '> ', wordKeys: true });
  let echo = '';
  const lines: string[] = [];
  for (const character of text) {
    const { echo: more, line } = editor.type(character.charCodeAt(0));
    echo += more;
    if (line !== null) lines.push(line);
  }
  return { echo, lines };
}

test('each byte draws the line anew from its start', () => {
  expect(typed('abc').echo).toBe('a\x1b[K\x1b[Dab\x1b[K\x1b[D\x1b[Dabc\x1b[K');
});

test('a rubout takes back one byte, and none of an empty line', () => {
  expect(typed('\x7fa\x7f\x08')).toEqual({ echo: 'a\x1b[K\x1b[D\x1b[K', lines: [] });
});

test('CR and LF each end a line', () => {
  expect(typed('a\r\nb\n')).toEqual({ echo: 'a\x1b[K\r\n\r\nb\x1b[K\r\n', lines: ['a', '', 'b'] });
});

test('C-a and C-e move the cursor, C-d deletes at it, and what is typed goes in there', () => {
  expect(typed('ac\x01').echo).toBe('a\x1b[K\x1b[Dac\x1b[K\x1b[D\x1b[D');
  expect(typed('bc\x01a\n').lines).toEqual(['abc']);
  expect(typed('bc\x01\x04\x05d\n').lines).toEqual(['cd']);
  expect(typed('bc\x01\x7f\x05\x04\n').lines).toEqual(['bc']);
});

test('other control bytes are ignored', () => {
  expect(typed('\x00\x03\x02\x1fx\n').lines).toEqual(['x']);
});

test('a line that is forgotten leaves nothing behind', () => {
  const editor = createLineEditor({ prompt: '> ', wordKeys: true });
  editor.type(0x61);
  editor.restart();
  expect(editor.type(0x0a)).toEqual({ echo: '\r\n', line: '' });
});

test('earlier lines come back, each once, and behind the last one an empty one', () => {
  const up = '\x1b[A';
  expect(typed(`a\nb\na\n${up}${up}\n`).lines).toEqual(['a', 'b', 'a', 'b']);
  expect(typed(`a\n${up}\x1b[Bc\n`).lines).toEqual(['a', 'c']);
  expect(typed('a\n\x10\n').lines).toEqual(['a', 'a']);
});

test('C-w deletes a word back, and a blank that begins the line with it', () => {
  expect(typed(' a b  \x17\n').lines).toEqual([' a ']);
  expect(typed(' a \x17x\n').lines).toEqual(['x']);
});
