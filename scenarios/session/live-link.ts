import { closeSync } from 'node:fs';
import { type Libc, pollBit } from '../../sut/qemu/libc.ts';
import { errnoOf } from '../../sut/qemu/system-error.ts';

/** One way of a connection. `end`: the sender has closed; nothing more is to come. */
export type Way = {
  readonly from: number;
  readonly to: number;
  /** Received and not sent on yet; descriptors go with its first byte. */
  pending: Piece | undefined;
  /** What follows it. */
  next: Piece | undefined;
  end: boolean;
};

const pieceBytes = 65536;

/** A way without anything on it. */
export function makeWay(from: number, to: number): Way {
  return { from, to, pending: undefined, next: undefined, end: false };
}

/** What poll is asked for this way now; undefined when it waits for nothing. */
export function wantedOf(way: Way): { readonly fd: number; readonly events: number } | undefined {
  if (way.pending !== undefined) return { fd: way.to, events: pollBit.out };
  return way.end ? undefined : { fd: way.from, events: pollBit.in };
}

/** Bytes in a row, descriptors on the first of them. */
export type Piece = { readonly bytes: Buffer; readonly fds: readonly number[] };

/**
 * Takes what has come as pieces, each descriptor at the very byte at which it was sent; undefined at the end. One recvmsg
 * over several messages would move descriptors to its first byte, and a peek tells of descriptors one message too early
 * (unix_stream_read_generic, seen on Linux 6.18): so wherever some may be near, bytes are taken one at a time.
 */
export function takePieces(libc: Libc, way: Way): readonly Piece[] | undefined {
  try {
    const { count, carries } = libc.peekMessage(way.from, pieceBytes);
    if (count === 0) return undefined;
    if (!carries) return [libc.receiveMessage(way.from, count)];
    const plain: Buffer[] = [];
    let taken = 0;
    while (taken < count) {
      const one = libc.receiveMessage(way.from, 1);
      taken += 1;
      if (one.fds.length === 0) {
        plain.push(one.bytes);
        continue;
      }
      const rest = nothingNear(libc, way.from, count - taken);
      const last = { bytes: Buffer.concat([one.bytes, rest]), fds: one.fds };
      return plain.length === 0 ? [last] : [{ bytes: Buffer.concat(plain), fds: [] }, last];
    }
    return [{ bytes: Buffer.concat(plain), fds: [] }];
  } catch (error) {
    if (errnoOf(error) === 'ECONNRESET') return undefined;
    throw error;
  }
}

/** The bytes that follow, at most `bytesMax`, when no further descriptors are near; else none of them yet. */
function nothingNear(libc: Libc, fd: number, bytesMax: number): Buffer {
  if (bytesMax === 0) return Buffer.alloc(0);
  const { count, carries } = libc.peekMessage(fd, bytesMax);
  return carries || count === 0 ? Buffer.alloc(0) : libc.receiveMessage(fd, count).bytes;
}

/** Sends on what is pending, as far as it goes. False when nobody takes it any more. */
export function sendPending(libc: Libc, way: Way): boolean {
  const { pending } = way;
  if (pending === undefined) return true;
  try {
    const sent = libc.sendMessage(way.to, pending.bytes, pending.fds);
    for (const fd of pending.fds) closeSync(fd);
    const isAll = sent === pending.bytes.length;
    way.pending = isAll ? way.next : { bytes: pending.bytes.subarray(sent), fds: [] };
    if (!isAll) return true;
    way.next = undefined;
    return sendPending(libc, way);
  } catch (error) {
    if (errnoOf(error) === 'EAGAIN') return true;
    for (const fd of [...pending.fds, ...(way.next?.fds ?? [])]) closeSync(fd);
    way.pending = undefined;
    way.next = undefined;
    return false;
  }
}
