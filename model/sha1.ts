import type { ByteString } from './language/value.ts';

const rotate = (word: number, by: number): number => ((word << by) | (word >>> (32 - by))) >>> 0;

/** The message padded to whole blocks of 64 bytes: a one bit, zeros, and its length in bits. */
function padded(bytes: ByteString): readonly number[] {
  const octets = [...bytes].map((byte) => byte.charCodeAt(0));
  octets.push(0x80);
  while (octets.length % 64 !== 56) octets.push(0);
  const bits = bytes.length * 8;
  for (let shift = 56; shift >= 0; shift -= 8) octets.push(Math.floor(bits / 2 ** shift) % 256);
  return octets;
}

/** The eighty words of one block. */
function scheduled(block: readonly number[]): readonly number[] {
  const words: number[] = [];
  for (let at = 0; at < 64; at += 4) words.push(block.slice(at, at + 4).reduce((word, octet) => word * 256 + octet, 0));
  for (let at = 16; at < 80; at += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = [words[at - 3], words[at - 8], words[at - 14], words[at - 16]];
    words.push(rotate((a ^ b ^ c ^ d) >>> 0, 1));
  }
  return words;
}

/** What round `at` mixes in: a function of three words, and a constant. */
function mix(at: number, b: number, c: number, d: number): number {
  if (at < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (at < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (at < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** SHA-1: twenty bytes. Source: FIPS 180-4; WS-01 asks for it. */
export function sha1(bytes: ByteString): ByteString {
  const octets = padded(bytes);
  let state: readonly [number, number, number, number, number] = [
    0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
  ];
  for (let at = 0; at < octets.length; at += 64) {
    let [a, b, c, d, e] = state;
    for (const [round, word] of scheduled(octets.slice(at, at + 64)).entries()) {
      const next = (rotate(a, 5) + mix(round, b, c, d) + e + word) >>> 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    const [p, q, r, s, t] = state;
    state = [(p + a) >>> 0, (q + b) >>> 0, (r + c) >>> 0, (s + d) >>> 0, (t + e) >>> 0];
  }
  return state
    .map((word) => String.fromCharCode(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255))
    .join('');
}
