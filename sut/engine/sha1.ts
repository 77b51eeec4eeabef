const blockBytes = 64;

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function padded(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / blockBytes) * blockBytes);
  all.set(bytes);
  all[bytes.length] = 0x80;
  new DataView(all.buffer).setUint32(all.length - 4, bytes.length * 8);
  return all;
}

function schedule(view: DataView, at: number): readonly number[] {
  const words: number[] = [];
  for (let step = 0; step < 16; step += 1) words.push(view.getUint32(at + step * 4));
  for (let step = 16; step < 80; step += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = [words[step - 3], words[step - 8], words[step - 14], words[step - 16]];
    words.push(rotated(a ^ b ^ c ^ d, 1));
  }
  return words;
}

function mixed(step: number, b: number, c: number, d: number): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** SHA-1 of less than 2^29 bytes: 20 bytes. Source: FIPS 180-4, section 6.1. */
export function sha1(bytes: Uint8Array): Uint8Array {
  const all = padded(bytes);
  const view = new DataView(all.buffer);
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < all.length; at += blockBytes) {
    const words = schedule(view, at);
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (const [step, word] of words.entries()) {
      const next = (rotated(a, 5) + mixed(step, b, c, d) + e + word) | 0;
      [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
    }
    state = [a, b, c, d, e].map((word, index) => (word + (state[index] ?? 0)) | 0);
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (const [index, word] of state.entries()) digest.setInt32(index * 4, word);
  return new Uint8Array(digest.buffer);
}
