/**
 * What a guest's processor does to reach devices: I/O ports of 1, 2 or 4 bytes, and its memory as byte strings. An
 * output or memory write may reach the machine late, but before the next input or memory read, and in order. Any of
 * them may throw what its target throws when the system no longer answers. Source: RT-37.
 */
export type GuestMachine = {
  in(width: PortWidth, port: number): number;
  out(width: PortWidth, port: number, value: number): void;
  read(address: number, length: number): string;
  write(address: number, bytes: string): void;
};

/** Bytes of one access to an I/O port. */
export type PortWidth = 1 | 2 | 4;

/** A number as little-endian bytes, as every device of this machine lays it out. */
export function littleEndian(value: number, bytes: 2 | 4): string {
  let text = '';
  for (let at = 0; at < bytes; at += 1) text += String.fromCharCode((value >>> (8 * at)) & 0xff);
  return text;
}

/** The unsigned number of `bytes` little-endian bytes at `offset` of a byte string. */
export function numberAt(text: string, offset: number, bytes: 2 | 4): number {
  let value = 0;
  for (let at = bytes - 1; at >= 0; at -= 1) value = value * 256 + (text.charCodeAt(offset + at) & 0xff);
  return value;
}
