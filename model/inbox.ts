import type { ByteString } from './language/value.ts';

/**
 * Takes at most `max` bytes from the front of a stream, or one datagram cut to `max`: what is taken, and what stays, in
 * pieces. Source: recv(2).
 */
export function takeFrom(
  inbox: readonly ByteString[],
  max: number,
  datagram: boolean,
): { readonly bytes: ByteString; readonly inbox: readonly ByteString[] } {
  const [first = '', ...rest] = inbox;
  if (datagram) return { bytes: first.slice(0, max), inbox: rest };
  // only as far as is taken: a reader that goes byte by byte never looks at the rest
  let bytes = '';
  let index = 0;
  for (; index < inbox.length; index += 1) {
    const piece = inbox[index] ?? '';
    if (bytes.length + piece.length > max) break;
    bytes += piece;
  }
  const cut = inbox[index];
  if (cut === undefined) return { bytes, inbox: [] };
  const more = max - bytes.length;
  return { bytes: bytes + cut.slice(0, more), inbox: [cut.slice(more), ...inbox.slice(index + 1)] };
}
