/** The polynomial of CRC-32C (Castagnoli), reflected. */
const polynomial = 0x82f63b78;

/** Bytes that are taken at once: a step waits for the one before it. */
const stride = 8;
/** At `group * 256 + byte` what the byte comes to when it is the `group`th of a stride. */
const tables: Int32Array = tablesOf(stride);
/** Where the table of a stride's last byte begins. */
const lastTable = (stride - 1) * 256;

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

/** The register after these bytes. */
function advanced(register: number, bytes: Uint8Array, from: number, to: number): number {
  let value = register;
  let at = from;
  for (; at + stride <= to; at += stride) {
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
      (tables[768 + (four >>> 24)] as number) ^
      (tables[1024 + (bytes[at + 4] as number)] as number) ^
      (tables[1280 + (bytes[at + 5] as number)] as number) ^
      (tables[1536 + (bytes[at + 6] as number)] as number) ^
      (tables[1792 + (bytes[at + 7] as number)] as number);
  }
  for (; at < to; at += 1) value = taken(value, bytes[at] as number);
  return value;
}

/** One byte more. */
function taken(value: number, byte: number): number {
  return (value >>> 8) ^ (tables[lastTable + ((value ^ byte) & 0xff)] as number);
}

/** CRC-32C of several pieces in a row, an unsigned 32-bit integer. */
export function crc32c(...pieces: readonly Uint8Array[]): number {
  let value = -1;
  for (const piece of pieces) value = advanced(value, piece, 0, piece.length);
  return ~value >>> 0;
}

/** The code of each lower-case hex digit. */
const digitCodes = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Eight lower-case hex digits. */
export function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** Puts the eight lower-case hex digits into `bytes` from `at` on. */
export function putHex8(value: number, bytes: Uint8Array, at: number): void {
  for (let digit = 0; digit < 8; digit += 1) {
    bytes[at + digit] = digitCodes[(value >>> (28 - 4 * digit)) & 0xf] as number;
  }
}

/** What stands for the check value before the first record. Source: SLOG-02. */
export const firstCheck = 0;

/**
 * The check value of a line, an unsigned 32-bit integer: CRC-32C over the check value before it (its eight digits) and the
 * line's bytes (those of `bytes` from `from` to `to`) up to but excluding `,"c":`. A record that was changed, moved,
 * repeated or left out breaks the chain. Source: SLOG-02.
 */
export function checkValue(previous: number, bytes: Uint8Array, from = 0, to: number = bytes.length): number {
  let value = -1;
  for (let shift = 28; shift >= 0; shift -= 4) value = taken(value, digitCodes[(previous >>> shift) & 0xf] as number);
  return ~advanced(value, bytes, from, to) >>> 0;
}
