import { closeSync, readSync } from 'node:fs';
import { type Libc, pollBit } from './libc.ts';
import { errnoOf } from './system-error.ts';

const readBytesMax = 65536;

/** One end of a stream socket whose other end QEMU holds; text is one character a byte. */
export type Channel = {
  readonly fd: number;
  /** Everything received and not taken yet. */
  received: string;
  /** QEMU has closed its end. */
  ended: boolean;
  closed: boolean;
  /** Takes note of every byte that passes, for transcripts. */
  readonly trace: (direction: '>' | '<', bytes: string) => void;
  /** Line ends among the bytes sent, and whether the last was one. */
  readonly sent: { lines: number; atLineStart: boolean };
};

/** A channel over an open stream socket `fd`, which it owns from now on. */
export function makeChannel(fd: number, trace: Channel['trace']): Channel {
  return { fd, received: '', ended: false, closed: false, trace, sent: { lines: 0, atLineStart: true } };
}

/** Reads what is there, waiting at most `timeoutMs` for the first byte; true if bytes or the end arrived. */
export function pump(libc: Libc, channel: Channel, timeoutMs: number): boolean {
  if (channel.ended || channel.closed) return false;
  let progress = false;
  while (libc.poll(channel.fd, pollBit.in, progress ? 0 : timeoutMs) !== 0) {
    const bytes = readSome(channel.fd);
    progress = true;
    if (bytes === '') {
      channel.ended = true;
      break;
    }
    channel.trace('<', bytes);
    channel.received += bytes;
  }
  return progress;
}

/** '' at the end; a reset connection is an end too: QEMU died with our bytes unread. */
function readSome(fd: number): string {
  const buffer = Buffer.allocUnsafe(readBytesMax);
  try {
    return buffer.toString('latin1', 0, readSync(fd, buffer));
  } catch (error) {
    if (errnoOf(error) === 'ECONNRESET') return '';
    throw error;
  }
}

/** Sends all bytes, `fds` on the first; false if the other end is gone or takes nothing for `timeoutMs`. */
export function transmit(
  libc: Libc,
  channel: Channel,
  bytes: string,
  fds: readonly number[],
  timeoutMs: number,
): boolean {
  if (channel.closed) return false;
  channel.trace('>', fds.length === 0 ? bytes : `${bytes} [${fds.length} descriptors]`);
  channel.sent.lines += bytes.split('\n').length - 1;
  channel.sent.atLineStart = bytes === '' ? channel.sent.atLineStart : bytes.endsWith('\n');
  const all = Buffer.from(bytes, 'latin1');
  let sent = 0;
  while (sent < all.length) {
    try {
      sent += libc.sendMessage(channel.fd, all.subarray(sent), sent === 0 ? fds : []);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'EPIPE' || code === 'ECONNRESET' || code === 'ENOTCONN') return false;
      if (code !== 'EAGAIN') throw error;
      if (libc.poll(channel.fd, pollBit.out, timeoutMs) === 0) return false;
    }
  }
  return true;
}

/** Takes the next whole line off the received text, with its line end; undefined if none is complete. */
export function takeLine(channel: Channel): string | undefined {
  const end = channel.received.indexOf('\n');
  if (end < 0) return undefined;
  const line = channel.received.slice(0, end + 1);
  channel.received = channel.received.slice(end + 1);
  return line;
}

/** Closes our end; a second time does nothing. What was received stays readable. */
export function closeChannel(channel: Channel): void {
  if (channel.closed) return;
  channel.closed = true;
  closeSync(channel.fd);
}
