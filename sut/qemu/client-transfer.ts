import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { HostAction } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { ByteString } from '../../model/language/value.ts';
import type { ClientHandle, ClientHandles } from './client-handles.ts';
import { type Libc, pollBit } from './libc.ts';
import { accessBits, accessOfBits, bitsOfStatusFlags } from './status-flags.ts';
import { errnoOf, SystemError } from './system-error.ts';

const pieceBytes = 4096;
const readBytesMax = 1 << 20;
const messagesMax = 4096;
/** An eventfd is read and written by the whole counter. */
const counterBytes = 8;
const direct = bitsOfStatusFlags(['direct']);
/** A terminal's bytes pass through a kernel worker: how long to wait for the first. */
const terminalMs = 5;
/** How long for the rest of what was written byte by byte, when the worker is late. */
const restMs = 1;
/** What a raw terminal lets be read at once, and what waits there in all. Source: RT-32, Linux 6.18. */
const lineBufferBytes = 4095;
const terminalBytesMax = 20_480;

/**
 * write(2) in pieces of at most 4096 bytes until all is taken or the next would block, without ever blocking and
 * without touching the shared status flags.
 */
export function writePieces(libc: Libc, handle: ClientHandle, bytes: ByteString): Outcome {
  const all = Buffer.from(bytes, 'latin1');
  if (handle.kind === 'udp') return writeDatagram(libc, handle.fd, all);
  let count = 0;
  while (count < all.length) {
    const piece = all.subarray(count, count + pieceBytes);
    let taken: number;
    try {
      taken = writeWithoutWaiting(libc, handle, piece);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === undefined) throw error;
      if (count === 0) return { see: 'errno', errno };
      break;
    }
    count += taken;
    if (taken < piece.length) break;
  }
  return { see: 'wrote', count };
}

/** One datagram, also an empty one. */
function writeDatagram(libc: Libc, fd: number, bytes: Buffer): Outcome {
  try {
    return { see: 'wrote', count: libc.sendMessage(fd, bytes, []) };
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    return { see: 'errno', errno };
  }
}

function writeWithoutWaiting(libc: Libc, { fd, kind }: ClientHandle, piece: Buffer): number {
  if (kind === 'socket' || kind === 'datagram') return libc.sendMessage(fd, piece, []);
  if (kind === 'file' || kind === 'memfd' || accessOfBits(libc.statusFlags(fd)) === 'r') return writeSync(fd, piece);
  if (kind === 'terminal') return withoutWaiting(libc, fd, () => writeSync(fd, piece));
  if (libc.poll(fd, pollBit.out, 0) !== 0) return writeSync(fd, piece); // a whole free page: does not block
  if (kind === 'pipe') return writeThroughCopy(fd, piece);
  throw new SystemError('write', constants.errno.EAGAIN);
}

/**
 * A terminal takes part of a piece and waits for room for the rest, and what poll(2) saw in it may be gone as it is read (its
 * other side opens, closes and flushes it): only non-blocking does it tell.
 */
function withoutWaiting<T>(libc: Libc, fd: number, call: () => T): T {
  const flags = libc.statusFlags(fd);
  libc.setStatusFlags(fd, flags | bitsOfStatusFlags(['nonblock']));
  try {
    return call();
  } finally {
    libc.setStatusFlags(fd, flags);
  }
}

/** A full pipe may still take bytes into its last page: asked through a description of its own that never waits. */
function writeThroughCopy(fd: number, piece: Buffer): number {
  const copy = openSync(`/proc/self/fd/${fd}`, accessBits.w | bitsOfStatusFlags(['nonblock']));
  try {
    return writeSync(copy, piece);
  } finally {
    closeSync(copy);
  }
}

/** read(2) until nothing is there, the end, or `max` bytes: what is there when the call begins, never more. */
export function readAvailable(libc: Libc, handle: ClientHandle, max: number | undefined): Outcome {
  const wanted = Math.min(max ?? readBytesMax, readBytesMax);
  try {
    if (accessOfBits(libc.statusFlags(handle.fd)) === 'w') readSync(handle.fd, Buffer.alloc(1)); // gives EBADF
    if (handle.kind === 'file' || handle.kind === 'memfd') return readFileBytes(libc, handle.fd, wanted);
    if (handle.kind === 'eventfd' && wanted < counterBytes) throw new SystemError('read', constants.errno.EINVAL);
    if (handle.kind === 'udp') return readDatagrams(libc, handle.fd, max);
    if (handle.kind !== 'terminal') return readStream(libc, handle, wanted);
    return withoutWaiting(libc, handle.fd, () => readTerminal(libc, handle, wanted));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    return { see: 'errno', errno };
  }
}

/** O_DIRECT asks for aligned memory, which is the file system's affair: it is off while we read. */
function readFileBytes(libc: Libc, fd: number, wanted: number): Outcome {
  const flags = libc.statusFlags(fd);
  if ((flags & direct) === 0) return readToEnd(fd, wanted);
  libc.setStatusFlags(fd, flags & ~direct);
  try {
    return readToEnd(fd, wanted);
  } finally {
    libc.setStatusFlags(fd, flags);
  }
}

function readToEnd(fd: number, wanted: number): Outcome {
  let bytes = '';
  while (bytes.length < wanted) {
    const buffer = Buffer.alloc(Math.min(65536, wanted - bytes.length));
    const count = readSync(fd, buffer);
    if (count === 0) return { see: 'data', bytes, end: true };
    bytes += buffer.toString('latin1', 0, count);
  }
  return { see: 'data', bytes, end: false };
}

/** Datagrams joined until none is left; with `max` one, cut to that. An empty one is no end. */
function readDatagrams(libc: Libc, fd: number, max: number | undefined): Outcome {
  let bytes = '';
  for (let messages = 0; messages < (max === undefined ? messagesMax : 1); messages += 1) {
    if (libc.poll(fd, pollBit.in, 0) === 0) break;
    const buffer = Buffer.alloc(max ?? 65_536);
    const count = readOrHangUp(fd, buffer, bytes);
    if (count < 0) break;
    bytes += buffer.toString('latin1', 0, count);
  }
  return { see: 'data', bytes, end: false };
}

/**
 * A terminal's line buffer holds less than its queue: whenever it was full, the worker puts more into it, which was there
 * when the read began, up to what a queue takes.
 */
function readTerminal(libc: Libc, handle: ClientHandle, wanted: number): Outcome {
  const most = Math.min(wanted, terminalBytesMax);
  let bytes = '';
  for (let waitMs = terminalMs; ; waitMs = bytes.length < lineBufferBytes ? restMs : terminalMs) {
    const isMore = libc.poll(handle.fd, pollBit.in, waitMs) !== 0;
    if (!isMore && bytes !== '') return { see: 'data', bytes, end: false };
    const part = readStream(libc, handle, most - bytes.length);
    if (part.see !== 'data') return part;
    bytes += part.bytes;
    const isLast = part.bytes.length < lineBufferBytes && (part.bytes === '' || bytes.length >= lineBufferBytes);
    if (part.end || isLast || bytes.length >= most) return { see: 'data', bytes, end: part.end };
  }
}

/** Small pieces that wait until the client's kernel has acknowledged others come that long after it has. */
const lateMs = 5;

/** Whether more may come while it is read: over TCP what was sent waits until what was read has been acknowledged (Nagle). */
export function comesInTurns(libc: Libc, { kind, fd }: ClientHandle): boolean {
  try {
    return kind === 'socket' && libc.portOf(fd, 'local') !== undefined && libc.bytesReadable(fd) > 0;
  } catch {
    return false; // it listens
  }
}

/** Whether our end alone is shut for reading: what is left in it is let go by the read, which looks for its end then. */
function isShutForReading(libc: Libc, { kind, fd }: ClientHandle): boolean {
  const events = kind === 'socket' ? libc.poll(fd, pollBit.readHangUp, 0) : 0;
  return (events & pollBit.readHangUp) !== 0 && (events & pollBit.hangUp) === 0;
}

/**
 * Whether QEMU could act between the calls of one action, which is one instant: a read over TCP, one of an end that is shut
 * for reading (QEMU writes again as there is room, fails, and may end the connection), and a write in more pieces than
 * one, behind the first of which a refused websocket is closed already.
 */
export function takesSeveralCalls({ libc, open }: ClientHandles, action: HostAction): boolean {
  if (action.do === 'write') return action.bytes.length > pieceBytes && open.get(action.to)?.kind !== 'file';
  const from = action.do === 'read' ? open.get(action.from) : undefined;
  return from !== undefined && (comesInTurns(libc, from) || isShutForReading(libc, from));
}

/** Acknowledges what has been read, and waits for what that lets go. */
export function awaitNextTurn(libc: Libc, { fd }: ClientHandle): void {
  libc.acknowledge(fd);
  libc.poll(fd, pollBit.in, lateMs);
}

function readStream(libc: Libc, handle: ClientHandle, wanted: number): Outcome {
  const { fd } = handle;
  const turns = comesInTurns(libc, handle);
  const all = turns || handle.kind === 'datagram' || handle.kind === 'eventfd';
  const left = all ? wanted : Math.min(wanted, waiting(libc, fd));
  let bytes = '';
  let messages = 0;
  while (bytes.length < left && messages < messagesMax && libc.poll(fd, pollBit.in, 0) !== 0) {
    const buffer = Buffer.alloc(Math.min(65536, left - bytes.length));
    const count = readOrHangUp(fd, buffer, bytes);
    if (count < 0) return { see: 'data', bytes, end: false }; // a reset is told once: the next read is at the end
    if (count === 0) return { see: 'data', bytes, end: true };
    bytes += buffer.toString('latin1', 0, count);
    messages += 1;
    if (turns) awaitNextTurn(libc, handle);
  }
  if (bytes.length >= wanted) return { see: 'data', bytes, end: false };
  // poll says nothing of a FIFO that never had a writer
  const end = handle.kind === 'pipe' ? libc.isAtEnd(fd) : endIsNext(libc, fd, bytes);
  return { see: 'data', bytes, end };
}

/** A terminal whose other side is closed does not tell how much is there: then everything is read, up to its end. */
function waiting(libc: Libc, fd: number): number {
  try {
    return libc.bytesReadable(fd);
  } catch (error) {
    if (errnoOf(error) === 'EIO') return readBytesMax;
    throw error;
  }
}

/** FIONREAD; a terminal whose other side is closed answers EIO even to that, and holds nothing. */
function bytesWaiting(libc: Libc, fd: number): number {
  try {
    return libc.bytesReadable(fd);
  } catch (error) {
    if (errnoOf(error) === 'EIO') return 0;
    throw error;
  }
}

/** True if the next read would give the end of file: hung up or closed for good, with nothing left to read. */
function endIsNext(libc: Libc, fd: number, sofar: string): boolean {
  const events = libc.poll(fd, pollBit.in, 0);
  if (events === 0) return false;
  try {
    if (bytesWaiting(libc, fd) > 0) return false; // more came while we read: for the next read
  } catch {
    return false;
  }
  return readOrHangUp(fd, Buffer.alloc(1), sofar) === 0;
}

/** 0 at the end, and at a terminal whose other side is closed (EIO); an error after some bytes is for the next read (-1). */
function readOrHangUp(fd: number, buffer: Buffer, sofar: string): number {
  try {
    return readSync(fd, buffer);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'EIO') return 0;
    if (errno === 'EAGAIN' || (errno !== undefined && sofar !== '')) return -1;
    throw error;
  }
}
