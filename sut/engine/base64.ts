const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes to base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const word = (a << 16) | (b << 8) | c;
    const left = bytes.length - at;
    text += alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    text += left > 1 ? alphabet.charAt((word >> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(word & 63) : '=';
  }
  return text;
}

/**
 * base64 to bytes, or null on a character outside the alphabet. Line breaks are skipped, only complete groups of four
 * count, and text goes on after padding. Source: RB-05.
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/=\n]*$/.test(text)) return null;
  const bytes: number[] = [];
  let word = 0;
  let digits = 0;
  let padding: readonly boolean[] = [];
  for (const character of text) {
    if (character === '\n') continue;
    padding = [...padding, character === '='];
    word = (word << 6) | Math.max(alphabet.indexOf(character), 0);
    digits += 1;
    if (digits < 4) continue;
    bytes.push((word >> 16) & 0xff);
    if (padding[2] !== true) bytes.push((word >> 8) & 0xff);
    if (padding[3] !== true) bytes.push(word & 0xff);
    word = 0;
    digits = 0;
    padding = [];
  }
  return Uint8Array.from(bytes);
}
