import { pollOf } from './description.ts';
import type { Poll } from './process.ts';
import type { Errno } from './result.ts';
import { sendBufferBytes } from './socket-buffer.ts';
import type { SocketState } from './unix-socket.ts';

/**
 * Where TCP on the loopback host differs from a unix stream: an end of file and a reset are segments, and arrive at once.
 * Source: Linux net/ipv4/tcp.c and tcp_input.c (tcp_poll, tcp_fin, tcp_reset), seen on 6.18.
 */
export function shutdownTcp(state: SocketState, how: 'r' | 'w' | 'rw'): void {
  if (how !== 'w') state.noRead = true;
  if (how === 'rw') state.deaf = true;
  if (how === 'r') return;
  state.noWrite = true;
  if (state.peer !== null) finish(state.peer.state);
}

function finish(state: SocketState): void {
  state.noRead = true;
  state.finished = true;
}

/** A reset arrives: nothing more goes either way, but what came before it can still be read. */
function takeReset(state: SocketState): void {
  if (state.closed || state.dead) return;
  state.error = state.finished ? 'EPIPE' : 'ECONNRESET'; // who has shut its own ear hears of it all the same
  state.noRead = true;
  state.noWrite = true;
  state.dead = true;
}

/** Closing sends a reset where something was left unread, or SO_LINGER asks for it; else the end of file. */
export function closeTcp(state: SocketState, peer: SocketState, unread: boolean): void {
  if (unread || state.resets) {
    takeReset(peer);
  } else finish(peer);
}

/** Whether the connection is closed (TCP_CLOSE, TIME_WAIT): by a reset, or by an end of file sent each way. */
export function isClosedTcp({ family, dead, finished, noWrite }: SocketState): boolean {
  return family === 'inet' && (dead || (finished && noWrite));
}

/** What is sent to an end that was closed, or shut both ways, is taken and answered by a reset. False: it is no such end. */
export function sendsReset(state: SocketState, peer: SocketState): boolean {
  if (state.noWrite || !(peer.closed || peer.deaf)) return false;
  takeReset(state);
  takeReset(peer);
  return true;
}

/** Why nothing can be written after a reset: what it came as, told once to whoever reads or writes first. */
export function takeError(state: SocketState): Errno {
  const { error } = state;
  state.error = null;
  return error ?? 'EPIPE';
}

/** poll(2): an end of file alone is no hang-up. */
export function pollTcp(state: SocketState): Poll {
  if (state.phase === 'listening') return pollOf(state.waiting.length > 0 || state.noRead, false, false, false);
  const writable = state.noWrite || state.charged * 4 <= sendBufferBytes;
  const hup = state.phase === 'idle' || (state.noRead && state.noWrite);
  return pollOf(state.queue.length > 0 || state.noRead, writable, hup, state.error !== null);
}
