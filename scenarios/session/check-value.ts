/** The polynomial of CRC-32C (Castagnoli), reflected. */
const polynomial = 0x82f63b78;

const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value >>> 0;
});

/** CRC-32C of several pieces in a row, an unsigned 32-bit integer. */
export function crc32c(...pieces: readonly Uint8Array[]): number {
  let value = 0xffffffff;
  for (const piece of pieces) {
    const { length } = piece; // an index is several times as fast as an iterator
    for (let at = 0; at < length; at += 1) value = (value >>> 8) ^ (table[(value ^ (piece[at] ?? 0)) & 0xff] ?? 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** One byte more. */
function taken(value: number, byte: number): number {
  return (value >>> 8) ^ (table[(value ^ byte) & 0xff] as number);
}

/** Eight lower-case hex digits. */
export function hex8(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** What stands for the check value before the first record. Source: SLOG-02. */
export const firstCheck = '00000000';

/**
 * The check value of a line: CRC-32C over the check value before it (its eight digits) and the line's bytes up to but
 * excluding `,"c":`. A record that was changed, moved, repeated or left out breaks the chain. Source: SLOG-02.
 */
export function checkValue(previous: string, body: Uint8Array): string {
  return hex8(crc32c(Buffer.from(previous, 'latin1'), body));
}

/** The check value of a line that is still text: of its bytes in UTF-8, without making them where it is plain. */
export function checkOfText(previous: string, body: string): string {
  let value = 0xffffffff;
  for (let at = 0; at < previous.length; at += 1) value = taken(value, previous.charCodeAt(at));
  const { length } = body;
  for (let at = 0; at < length; at += 1) {
    const unit = body.charCodeAt(at);
    if (unit < 0x80) value = taken(value, unit);
    else if (unit < 0x800) value = taken(taken(value, 0xc0 | (unit >>> 6)), 0x80 | (unit & 0x3f));
    else return checkValue(previous, Buffer.from(body));
  }
  return hex8((value ^ 0xffffffff) >>> 0);
}
