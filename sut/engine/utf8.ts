const replacement = '\ufffd';

/** How many bytes a sequence has that starts so; 0: no sequence starts with this byte. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/** Neither a surrogate nor a non-character nor out of range: what the monitor lets pass. */
export function isAcceptedCodePoint(code: number): boolean {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
  if (code >= 0xfdd0 && code <= 0xfdef) return false;
  return (code & 0xfffe) !== 0xfffe;
}

/** How many bytes a replacement stands for: the lead byte and what it claims of the continuation bytes behind it. */
function brokenLength(bytes: string, at: number): number {
  const first = bytes.charCodeAt(at);
  if (first < 0xc0 || first >= 0xfe) return 1;
  const claimed = first >= 0xfc ? 6 : first >= 0xf8 ? 5 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let length = 1;
  while (length < claimed && (bytes.charCodeAt(at + length) & 0xc0) === 0x80) length += 1;
  return length;
}

/** The code point at `at` and its length in bytes, or null when no valid sequence stands there. C0 80 is U+0000. */
function codePointAt(bytes: string, at: number): { readonly code: number; readonly length: number } | null {
  const first = bytes.charCodeAt(at);
  if (first === 0xc0 && bytes.charCodeAt(at + 1) === 0x80) return { code: 0, length: 2 };
  const length = sequenceLength(first);
  if (length === 0 || at + length > bytes.length) return null;
  if (length === 1) return { code: first, length };
  let code = first & (0xff >> (length + 1));
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes.charCodeAt(next);
    if ((byte & 0xc0) !== 0x80) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const shortest = length === 3 ? 0x800 : length === 4 ? 0x10000 : 0x80;
  return code >= shortest && isAcceptedCodePoint(code) ? { code, length } : null;
}

/** Only U+0001..U+007F: the same in every encoding here. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0 || code > 0x7f) return false;
  }
  return true;
}

/**
 * Modified UTF-8 (bytes as a byte string) to text; null when any sequence is invalid. Source: QMP-07, RB-06.
 */
export function decodeStrictly(bytes: string): string | null {
  if (isPlain(bytes)) return bytes;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const found = codePointAt(bytes, at);
    if (found === null) return null;
    text += String.fromCodePoint(found.code);
    at += found.length;
  }
  return text;
}

/** The same, with U+FFFD for each sequence that is cut, overlong or names no character. Source: RB-06, both QEMUs. */
export function decodeLossily(bytes: string): string {
  if (isPlain(bytes)) return bytes;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const found = codePointAt(bytes, at);
    text += found === null ? replacement : String.fromCodePoint(found.code);
    at += found === null ? brokenLength(bytes, at) : found.length;
  }
  return text;
}

/** Bytes that pass as they are through text and `encodeModified`: each a lone surrogate that no decoding yields. */
export function escaped(bytes: string): string {
  return [...bytes]
    .map((byte) => String.fromCharCode(byte > '\x7f' ? 0xdc00 + byte.charCodeAt(0) : byte.charCodeAt(0)))
    .join('');
}

/** Modified UTF-8 to text, bytes of no sequence escaped: what `encodeModified` makes of it are the same bytes. */
export function decodeFaithfully(bytes: string): string {
  if (isPlain(bytes)) return bytes;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const found = codePointAt(bytes, at);
    text += found === null ? escaped(bytes.charAt(at)) : String.fromCodePoint(found.code);
    at += found === null ? 1 : found.length;
  }
  return text;
}

/** Text to modified UTF-8 as a byte string: U+0000 becomes C0 80, an escaped byte itself. Source: RB-06. */
export function encodeModified(text: string): string {
  if (isPlain(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0 && code < 0x80) bytes += character;
    else if (code >= 0xdc80 && code <= 0xdcff) bytes += String.fromCharCode(code - 0xdc00);
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
