import type { ByteString } from './language/value.ts';

/** The bytes of a ring after more arrived: the oldest go when it is full. Source: RB-02. */
export function ringAfter(ring: { readonly size: number; readonly bytes: ByteString }, more: ByteString): ByteString {
  const all = ring.bytes + more;
  return all.length > ring.size ? all.slice(all.length - ring.size) : all;
}

/** UTF-8 of a JSON string, with U+0000 as C0 80. Source: RB-06. */
export function encodeUtf8(text: string): ByteString {
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code !== 0 && code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000)
      bytes += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes += String.fromCharCode(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 0x3f),
        0x80 | ((code >> 6) & 0x3f),
        0x80 | (code & 0x3f),
      );
  }
  return bytes;
}

/** How many bytes the sequence claims that starts so; five and six are known, though they mean nothing. */
function sequenceLength(first: number): number {
  if (first < 0xc0 || first > 0xfd) return 1;
  return 2 + [0xe0, 0xf0, 0xf8, 0xfc].filter((from) => first >= from).length;
}

/** One character at the front of UTF-8 bytes: its code (`null` if invalid) and how many bytes it spans. */
export function decodeOne(bytes: ByteString, at: number): { readonly code: number | null; readonly length: number } {
  const first = bytes.charCodeAt(at);
  if (first < 0x80) return { code: first, length: 1 };
  const length = sequenceLength(first);
  if (length === 1) return { code: null, length: 1 };
  let code = first & (0xff >> (length + 1));
  for (let index = 1; index < length; index += 1) {
    const next = bytes.charCodeAt(at + index);
    if (Number.isNaN(next) || (next & 0xc0) !== 0x80) return { code: null, length: index };
    code = code * 64 + (next & 0x3f);
  }
  if (length === 2 && code === 0) return { code, length };
  const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0x110000;
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  const nonCharacter = (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
  if (code < least || code > 0x10ffff || surrogate || nonCharacter) return { code: null, length };
  return { code, length };
}

/** A C string of UTF-8 as JSON shows it: up to the first NUL, U+FFFD for what is invalid. Source: RB-06. */
export function decodeUtf8(bytes: ByteString): string {
  const end = bytes.indexOf('\0');
  const upTo = end < 0 ? bytes : bytes.slice(0, end);
  let text = '';
  for (let at = 0; at < upTo.length; ) {
    const { code, length } = decodeOne(upTo, at);
    text += code === null ? '\ufffd' : String.fromCodePoint(code);
    at += length;
  }
  return text;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 with padding. */
export function encodeBase64(bytes: ByteString): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group =
      (bytes.charCodeAt(at) << 16) |
      ((at + 1 < bytes.length ? bytes.charCodeAt(at + 1) : 0) << 8) |
      (at + 2 < bytes.length ? bytes.charCodeAt(at + 2) : 0);
    const letter = (shift: number): string => alphabet[(group >> shift) & 63] ?? '';
    text += letter(18) + letter(12);
    text += at + 1 < bytes.length ? letter(6) : '=';
    text += at + 2 < bytes.length ? letter(0) : '=';
  }
  return text;
}

/**
 * Bytes of base64 text, `null` on a foreign character. Only whole groups of four count, newlines are skipped, and text
 * goes on after padding: a `=` third or fourth leaves out the byte at its place. Source: RB-05, experiment.
 */
export function decodeBase64(text: string): ByteString | null {
  if (/[^A-Za-z0-9+/=\n]/.test(text)) return null;
  const letters = text.replace(/\n/g, '');
  let bytes = '';
  for (let at = 0; at + 4 <= letters.length; at += 4) {
    const four = letters.slice(at, at + 4);
    const code = (index: number): number => Math.max(0, alphabet.indexOf(four[index] ?? '='));
    const group = (code(0) << 18) | (code(1) << 12) | (code(2) << 6) | code(3);
    for (let index = 0; index < 3; index += 1)
      if (index === 0 || four[index + 1] !== '=') bytes += String.fromCharCode((group >> (16 - 8 * index)) & 0xff);
  }
  return bytes;
}
