/** The polynomial of CRC-32C (Castagnoli), reflected. */
const polynomial = 0x82f63b78;

/** Four tables: at `group * 256 + byte` what the byte comes to when it is the `group`th of four. */
const tables: Int32Array = tablesOf(4);

function tablesOf(count: number): Int32Array {
  const made = new Int32Array(count * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let at = count - 1; at >= 0; at -= 1) {
      for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
      made[at * 256 + byte] = value;
    }
  }
  return made;
}

/** The register after these bytes: four at a time, as a step waits for the one before it. */
function advanced(register: number, bytes: Uint8Array, from: number, to: number): number {
  let value = register;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const four =
      value ^
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24));
    value =
      (tables[four & 0xff] as number) ^
      (tables[256 + ((four >>> 8) & 0xff)] as number) ^
      (tables[512 + ((four >>> 16) & 0xff)] as number) ^
      (tables[768 + (four >>> 24)] as number);
  }
  for (; at < to; at += 1) value = taken(value, bytes[at] as number);
  return value;
}

/** One byte more. */
function taken(value: number, byte: number): number {
  return (value >>> 8) ^ (tables[768 + ((value ^ byte) & 0xff)] as number);
}

/** CRC-32C of several pieces in a row, an unsigned 32-bit integer. */
export function crc32c(...pieces: readonly Uint8Array[]): number {
  let value = -1;
  for (const piece of pieces) value = advanced(value, piece, 0, piece.length);
  return ~value >>> 0;
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight lower-case hex digits. */
export function hex8(value: number): string {
  const hex = (shift: number): string => hexOfByte[(value >>> shift) & 0xff] as string;
  return hex(24) + hex(16) + hex(8) + hex(0);
}

/** What stands for the check value before the first record. Source: SLOG-02. */
export const firstCheck = '00000000';

/**
 * The check value of a line: CRC-32C over the check value before it (its eight digits) and the line's bytes (those of
 * `bytes` from `from` to `to`) up to but excluding `,"c":`. A record that was changed, moved, repeated or left out breaks
 * the chain. Source: SLOG-02.
 */
export function checkValue(previous: string, bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  let value = -1;
  for (let at = 0; at < previous.length; at += 1) value = taken(value, previous.charCodeAt(at));
  return hex8(~advanced(value, bytes, from, to) >>> 0);
}
