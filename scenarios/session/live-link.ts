import { closeSync } from 'node:fs';
import { type Libc, pollBit } from '../../sut/qemu/libc.ts';
import { errnoOf } from '../../sut/qemu/system-error.ts';

/** One way of a connection. `end`: the sender has closed; nothing more is to come. */
export type Way = {
  readonly from: number;
  readonly to: number;
  /** Received and not sent on yet; descriptors go with its first byte. */
  pending: { bytes: Buffer; fds: readonly number[] } | undefined;
  end: boolean;
};

const pieceBytes = 65536;

/** A way without anything on it. */
export function makeWay(from: number, to: number): Way {
  return { from, to, pending: undefined, end: false };
}

/** What poll is asked for this way now; undefined when it waits for nothing. */
export function wantedOf(way: Way): { readonly fd: number; readonly events: number } | undefined {
  if (way.pending !== undefined) return { fd: way.to, events: pollBit.out };
  return way.end ? undefined : { fd: way.from, events: pollBit.in };
}

/**
 * Takes what has come, descriptors at the very byte at which they were sent: bytes before such a message are a piece of
 * their own, since one recvmsg would move the descriptors to its first byte. Returns the piece; undefined at the end.
 */
export function takePiece(
  libc: Libc,
  way: Way,
): { readonly bytes: Buffer; readonly fds: readonly number[] } | undefined {
  try {
    const { count, carries } = libc.peekMessage(way.from, pieceBytes);
    if (count === 0) return undefined;
    const wanted = carries ? beforeDescriptors(libc, way.from, count) : count;
    return libc.receiveMessage(way.from, wanted === 0 ? pieceBytes : wanted);
  } catch (error) {
    if (errnoOf(error) === 'ECONNRESET') return undefined;
    throw error;
  }
}

/** How many bytes come before the first that carries descriptors: the longest peek that shows none. */
function beforeDescriptors(libc: Libc, fd: number, count: number): number {
  let without = 0;
  let within = count;
  while (within - without > 1) {
    const middle = (without + within) >> 1;
    if (libc.peekMessage(fd, middle).carries) within = middle;
    else without = middle;
  }
  return without;
}

/** Sends on what is pending, as far as it goes. False when nobody takes it any more. */
export function sendPending(libc: Libc, way: Way): boolean {
  const { pending } = way;
  if (pending === undefined) return true;
  try {
    const sent = libc.sendMessage(way.to, pending.bytes, pending.fds);
    for (const fd of pending.fds) closeSync(fd);
    way.pending = sent < pending.bytes.length ? { bytes: pending.bytes.subarray(sent), fds: [] } : undefined;
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EAGAIN') return true;
    for (const fd of pending.fds) closeSync(fd);
    way.pending = undefined;
    return false;
  }
}
