import type { ByteString } from './language/value.ts';

/** Bytes that wait for the rest of their command. Source: TD-01. */
const bufferBytes = 32;

/** What the debug port makes of its output: a command that ends the process, what is left over, or an endless loop. */
export type TestdevRead = { readonly status: number } | { readonly left: ByteString } | { readonly loops: true };

/**
 * Interprets output after what was left over before. `q` ends the process with status 2n+1 (mod 256), every other
 * command is eaten with its number. A buffer that is full without one is emptied, or waited for in vain (`stubborn`).
 * Source: TD-01, Q-FOUND-3, experiment.
 */
export function readTestdev(left: ByteString, bytes: ByteString, stubborn: boolean): TestdevRead {
  let rest = left + bytes;
  for (;;) {
    const found = complete(rest);
    const length = found === null ? rest.length : found.text.length;
    if (length > bufferBytes && stubborn) return { loops: true };
    if (length > bufferBytes) {
      rest = rest.slice(bufferBytes);
      continue;
    }
    if (found === null) return { left: rest };
    const { text, digits } = found;
    if (text.endsWith('q')) return { status: Number((2n * BigInt(digits === '' ? 0 : digits) + 1n) & 0xffn) };
    rest = rest.slice(text.length);
  }
}

/** The first whole command: the byte behind blanks and number must be neither. */
function complete(rest: ByteString): { readonly text: ByteString; readonly digits: string } | null {
  const blanks = /^[\t-\r ]*([0-9]*)[\t-\r ]*/.exec(rest);
  if (blanks === null || blanks[0].length === rest.length) return null;
  return { text: rest.slice(0, blanks[0].length + 1), digits: blanks[1] ?? '' };
}
