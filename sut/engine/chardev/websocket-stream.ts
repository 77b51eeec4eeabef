import type { Task } from '../../runtime/task.ts';
import { joined } from '../bytes.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { push } from './fd-backend.ts';
import type { ByteStream, Taken } from './socket-stream.ts';
import { createFrameDecoder, encodeFrame } from './websocket-frames.ts';
import { writeAgain, writeFailed } from './write-result.ts';

const wireReadMax = 4096;
const outgoingMax = 8192;
const nothing: Uint8Array = new Uint8Array(0);

/** A stream of frames; the socket under it is read ahead of whoever wants the bytes. */
export type WebsocketStream = ByteStream & {
  /** The socket has something to bring, or takes what waits to be sent. */
  wireReady(): boolean;
  serveWire(): Task<void>;
  canWrite(): boolean;
};

/** Whether the end of the socket is missed while a frame is incomplete. Source: Q-WS-1. */
function missesEnd(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-1');
}

/** Source: Q-WS-2. */
function echoesAll(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-2');
}

/** Whether a bad frame, or a close, takes the data before it along. Source: Q-WS-3. */
function losesData(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-3');
}

/** `early`: what the client sent right behind its handshake; it is looked at with what follows. Source: WS-02, WS-03. */
export function createWebsocketStream(machine: Machine, fd: number, early: Uint8Array): WebsocketStream {
  const { process } = machine;
  const decoder = createFrameDecoder({ echoesAll: echoesAll(machine) });
  let held = early;
  let arrived = nothing;
  let outgoing = nothing;
  let ended = false;
  let failed = false;
  /** The end came and went unseen. */
  let deaf = false;

  /** False: the peer takes nothing any more. */
  function* flush(): Task<boolean> {
    if (outgoing.length === 0) return true;
    const count = yield* push(machine, fd, outgoing);
    if (count === writeAgain) return true;
    outgoing = count < 0 ? nothing : outgoing.subarray(count);
    return count >= 0;
  }
  function* decode(bytes: Uint8Array): Task<void> {
    const decoded = decoder.feed(bytes);
    if (decoded.reply.length > 0) outgoing = joined([outgoing, decoded.reply]);
    arrived = joined([arrived, decoded.bytes]);
    if (decoded.ends) failed = true;
    yield* flush();
    if (decoded.ends) process.shutdown(fd, 'rw');
  }
  function* readWire(): Task<void> {
    const got = process.recvmsg(fd, wireReadMax - decoder.incomplete, 0);
    if (!got.ok) {
      if (got.errno !== 'EAGAIN') failed = true;
      return;
    }
    const atEnd = got.value.bytes.length === 0;
    const bytes = held.length > 0 ? joined([held, got.value.bytes]) : got.value.bytes;
    held = nothing;
    if (bytes.length > 0) yield* decode(bytes);
    if (!atEnd || failed) return;
    if (decoder.incomplete > 0 && missesEnd(machine)) deaf = true;
    else ended = true;
  }
  const wantsInput = (): boolean => !(ended || failed || deaf);

  return {
    wireReady(): boolean {
      const poll = process.poll(fd);
      if (!poll.ok) return false;
      if (wantsInput() && (poll.value.in || poll.value.hup || poll.value.err)) return true;
      return outgoing.length > 0 && !failed && poll.value.out;
    },
    *serveWire(): Task<void> {
      if (!(yield* flush())) failed = true;
      if (wantsInput()) yield* readWire();
    },
    hasInput: () => arrived.length > 0 || failed,
    hangsUp: () => ended,
    isDrained: () => arrived.length === 0,
    take(max: number): Taken {
      if (failed && (arrived.length === 0 || losesData(machine))) return { kind: 'failed' };
      if (arrived.length === 0 && !ended) return { kind: 'again' };
      const bytes = arrived.slice(0, max);
      arrived = arrived.subarray(bytes.length);
      return { kind: 'bytes', bytes };
    },
    canWrite: () => outgoing.length < outgoingMax,
    *write(bytes: Uint8Array): Task<number> {
      if (failed || ended) return writeFailed;
      const taken = bytes.subarray(0, outgoingMax - outgoing.length);
      if (taken.length === 0) return writeAgain;
      outgoing = joined([outgoing, encodeFrame('binary', taken)]);
      return (yield* flush()) ? taken.length : writeFailed;
    },
  };
}
