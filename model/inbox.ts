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

/** Bytes that the time of an event is at most longer than the word for it: `{"seconds": 1700000000, "microseconds": 123456}`. */
const timeSlack = 41;

/** How many more pieces may lie in the inbox for times that went into it byte by byte, as a mux with stamps writes. Source: MUX-12. */
export function unforeseenPieces(inbox: readonly ByteString[]): number {
  let times = 0;
  for (let at = inbox.indexOf('{'); at >= 0; at = inbox.indexOf('{', at + 1))
    if (inbox.slice(at, at + 6).join('') === '{time}') times += 1;
  return times * timeSlack;
}

/** Whether the last of the inbox is a part of such a time, which is no part of it as it is. */
export function endsInTime(inbox: readonly ByteString[]): boolean {
  return /\{t[ime]*$/.test(inbox.slice(-5).join(''));
}
