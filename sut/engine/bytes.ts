/** From here on a call out of JavaScript is worth its price. */
const longBytes = 128;

/** One character 0..255 a byte; characters above lose their high bits. Shape: a fresh array. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  if (text.length > longBytes) {
    Buffer.from(bytes.buffer).write(text, 'latin1');
    return bytes;
  }
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** One byte, 0..255. */
export function byteOf(value: number): Uint8Array {
  const bytes = new Uint8Array(1); // `Uint8Array.of` takes five times as long
  bytes[0] = value;
  return bytes;
}

/** The converse: one character 0..255 a byte. */
export function byteString(bytes: Uint8Array): string {
  if (bytes.length > longBytes) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/** One array of all the bytes, in order. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
