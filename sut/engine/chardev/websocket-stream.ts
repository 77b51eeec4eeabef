import type { Poll } from '../../host/process.ts';
import type { Task } from '../../runtime/task.ts';
import { joined } from '../bytes.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { restarted } from '../restarted.ts';
import { push } from './fd-backend.ts';
import type { ByteStream, Taken } from './socket-stream.ts';
import { createFrameDecoder, encodeFrame, type FrameDecoder } from './websocket-frames.ts';
import { writeAgain, writeFailed } from './write-result.ts';

const wireReadMax = 4096;
const outgoingMax = 8192;
const nothing: Uint8Array = new Uint8Array(0);

/** A stream of frames; the socket under it is read ahead of whoever wants the bytes. */
export type WebsocketStream = ByteStream & {
  /** The socket has something to bring, or takes what waits to be sent. */
  wireReady(): boolean;
  serveWire(): Task<void>;
  /** The main loop does not rest for it, and gets nowhere. */
  isVain(): boolean;
  canWrite(): boolean;
  /** Nothing comes or goes over the socket any more. */
  isOver(): boolean;
  /** The socket is not looked at. */
  isUnwatched(): boolean;
};

/** Whether the end of the socket is missed while a frame is incomplete. Source: Q-WS-1. */
function missesEnd(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-1');
}

/** Source: Q-WS-2. */
function echoesAll(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-2');
}

/** Whether nobody looks at the socket any more once output was refused, until somebody reads. Source: Q-FOUND-13. */
function forgetsWire(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-13');
}

/** Whether a bad frame, or a close, takes the data before it along. Source: Q-WS-3. */
function losesData(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-WS-3');
}

type State = {
  readonly machine: Machine;
  readonly fd: number;
  readonly decoder: FrameDecoder;
  held: Uint8Array;
  arrived: Uint8Array;
  outgoing: Uint8Array;
  /** How much of it goes until an answer to a ping has. */
  pongLeft: number;
  ended: boolean;
  failed: boolean;
  /** The end came and went unseen; what reading tells of an error behind it is still heard, once. */
  deaf: 'no' | 'but-for-errors' | 'for-good';
  /** A write failed, and the socket is not looked at. */
  unwatched: boolean;
};

/** False: the peer takes nothing any more; what waits stays. */
function* flush(state: State): Task<boolean> {
  const { outgoing } = state;
  if (outgoing.length === 0) return true;
  const given = push(state.machine, state.fd, outgoing);
  const count = typeof given === 'number' ? given : yield* given;
  if (count === writeAgain) return true;
  if (count < 0) return false;
  state.outgoing = state.outgoing.subarray(count);
  state.pongLeft = Math.max(0, state.pongLeft - count);
  return true;
}

function* decode(state: State, bytes: Uint8Array): Task<void> {
  const decoded = state.decoder.feed(bytes, state.pongLeft > 0);
  if (decoded.reply.length > 0) {
    state.outgoing = joined([state.outgoing, decoded.reply]);
    state.pongLeft = state.outgoing.length;
  }
  state.arrived = joined([state.arrived, decoded.bytes]);
  if (!decoded.ends) return;
  state.failed = true;
  yield* flush(state);
  state.machine.process.shutdown(state.fd, 'rw');
}

function* readWire(state: State): Task<void> {
  const { machine, decoder } = state;
  const room = wireReadMax - decoder.incomplete - state.held.length;
  const got = restarted(() => machine.process.recvmsg(state.fd, room, 0));
  if (!got.ok) {
    if (got.errno !== 'EAGAIN') state.failed = true;
    return;
  }
  const atEnd = got.value.bytes.length === 0;
  const bytes = state.held.length > 0 ? joined([state.held, got.value.bytes]) : got.value.bytes;
  state.held = nothing;
  if (bytes.length > 0) yield* decode(state, bytes);
  if (!atEnd || state.failed) return;
  if (bytes.length > 0) return; // what came with the handshake is looked at first, the end by the next read
  if (decoder.incomplete > 0 && missesEnd(machine)) state.deaf = state.deaf === 'no' ? 'but-for-errors' : 'for-good';
  else state.ended = true;
}

/** Whether there is something to read, of what is still looked for. Source: Q-WS-1. */
function wantsInput({ ended, failed, deaf }: State, poll: Poll): boolean {
  if (ended || failed || deaf === 'for-good') return false;
  return poll.err || (deaf === 'no' && (poll.in || poll.hup));
}

/** Whether its loop reads it again and again, and in vain: the end behind an unfinished frame. Source: Q-WS-1, Q-FOUND-16. */
function isVain({ machine, fd, deaf, ended, failed, unwatched }: State): boolean {
  if (deaf === 'no' || ended || failed || unwatched) return false;
  const poll = machine.process.poll(fd);
  return poll.ok && (poll.value.in || poll.value.hup);
}

function wireReady(state: State): boolean {
  if (state.unwatched) return false;
  const poll = state.machine.process.poll(state.fd);
  if (!poll.ok) return false;
  return wantsInput(state, poll.value) || (state.outgoing.length > 0 && !state.failed && poll.value.out);
}

/** What waits is written when the socket has room, else not even tried. Source: io/channel-websock.c (qio_channel_websock_flush). */
function* serveWire(state: State): Task<void> {
  const { process } = state.machine;
  const before = process.poll(state.fd);
  if (!state.failed && before.ok && before.value.out && !(yield* flush(state))) state.failed = true;
  const poll = process.poll(state.fd);
  if (poll.ok && wantsInput(state, poll.value)) yield* readWire(state);
}

function take(state: State, max: number): Taken {
  const { arrived, failed } = state;
  if (failed && (arrived.length === 0 || losesData(state.machine))) return { kind: 'failed' };
  if (arrived.length === 0 && !state.ended) return { kind: 'again' };
  const bytes = arrived.slice(0, max);
  state.unwatched = false;
  state.arrived = arrived.subarray(bytes.length);
  return { kind: 'bytes', bytes };
}

function* write(state: State, bytes: Uint8Array): Task<number> {
  if (state.failed || state.ended) return writeFailed;
  const taken = bytes.subarray(0, Math.max(0, outgoingMax - state.outgoing.length));
  if (taken.length > 0) state.outgoing = joined([state.outgoing, encodeFrame('binary', taken)]);
  const sent = yield* flush(state);
  if (!sent && !forgetsWire(state.machine)) state.outgoing = nothing;
  state.unwatched = !sent && forgetsWire(state.machine);
  if (!sent) return writeFailed;
  return taken.length === 0 ? writeAgain : taken.length;
}

/** `early`: what the client sent right behind its handshake; it is looked at with what follows. Source: WS-02, WS-03. */
export function createWebsocketStream(machine: Machine, fd: number, early: Uint8Array): WebsocketStream {
  const state: State = {
    machine,
    fd,
    decoder: createFrameDecoder({ echoesAll: echoesAll(machine) }),
    held: early,
    arrived: nothing,
    outgoing: nothing,
    pongLeft: 0,
    ended: false,
    failed: false,
    deaf: 'no',
    unwatched: false,
  };
  return {
    wireReady: () => wireReady(state),
    serveWire: () => serveWire(state),
    isVain: () => isVain(state),
    hasInput: () => state.arrived.length > 0 || state.failed,
    hangsUp: () => state.ended,
    isDrained: () => state.arrived.length === 0,
    take: (max) => take(state, max),
    canWrite: () => state.outgoing.length < outgoingMax || state.ended,
    isOver: () => state.failed || (state.ended && state.outgoing.length === 0),
    isUnwatched: () => state.unwatched,
    write: (bytes) => write(state, bytes),
  };
}
