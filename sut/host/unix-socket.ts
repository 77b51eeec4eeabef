import { type Description, type FileObject, isNonblocking, pollOf } from './description.ts';
import type { Gathering, Poll, SocketFamily, SocketType, TcpAddress } from './process.ts';
import { done, type Errno, fail, type Immediate, ok } from './result.ts';
import { datagramBytesMax, messageCost, sendBufferBytes, streamPieceBytes } from './socket-buffer.ts';
import { closeTcp, pollTcp, sendsReset, shutdownTcp, takeError } from './tcp.ts';

/** One message in a queue: a datagram, or a piece of a stream. `fds` leave with the first byte that is read. */
type Message = {
  readonly bytes: Uint8Array;
  taken: number;
  fds: readonly Description[];
  readonly cost: number;
  readonly sender: SocketState;
};

/** What was taken from a queue; the descriptions are the taker's to install or release. */
export type Taken = { readonly bytes: Uint8Array; readonly fds: readonly Description[] };

/** Gives back descriptions that nobody took. */
export type Release = (description: Description) => void;

/** What is known of one end. */
export type SocketState = {
  readonly family: SocketFamily;
  readonly type: SocketType;
  phase: 'idle' | 'listening' | 'connected';
  peer: Socket | null;
  readonly queue: Message[];
  /** Cost of its own messages that nobody has read. */
  charged: number;
  noRead: boolean;
  noWrite: boolean;
  error: Errno | null;
  closed: boolean;
  /** Where it is bound, as bind was told; '' for one without a name. Accepted ones have their listener's. */
  path: string;
  /** Where it is bound, of TCP sockets. */
  local: TcpAddress | null;
  /** SO_LINGER with no time: closing it sends a reset. */
  resets: boolean;
  /** TCP: it has shut both ways by itself, so what arrives is answered by a reset. */
  deaf: boolean;
  /** TCP: the other end has said that nothing more comes. */
  finished: boolean;
  /** TCP: a reset has ended it. */
  dead: boolean;
  backlog: number;
  /** Connections that wait for accept. */
  readonly waiting: Socket[];
};

/**
 * A socket, of the unix family unless tcp.ts says otherwise. Waiting is up to the calls, as for every object.
 * Source: Linux net/unix/af_unix.c, seen on 6.18.
 */
export type Socket = FileObject & {
  readonly state: SocketState;
  send(bytes: Uint8Array, fds: readonly Description[]): Immediate<number>;
  /** Takes bytes and the descriptors that come along; read(2) releases these, recvmsg(2) installs them. `waits`: who asks would. */
  take(waits: boolean, max: number, gathering?: Gathering): Immediate<Taken>;
  shutdown(how: 'r' | 'w' | 'rw'): void;
};

/** At most so many connections wait for accept, whatever listen asked for. */
const backlogMax = 4096;
/** Datagrams that may wait at a receiver that is not connected back (net.unix.max_dgram_qlen). */
const datagramsMax = 10;

const nothing: readonly Description[] = [];

/** An unconnected socket. `release` is called for descriptors that are lost in it. */
export function createSocket(type: SocketType, release: Release, family: SocketFamily = 'unix'): Socket {
  const state: SocketState = {
    family,
    type,
    phase: 'idle',
    peer: null,
    queue: [],
    charged: 0,
    noRead: false,
    noWrite: false,
    error: null,
    closed: false,
    path: '',
    local: null,
    resets: false,
    deaf: false,
    finished: false,
    dead: false,
    backlog: 0,
    waiting: [],
  };
  let descriptions = 0;
  const socket: Socket = {
    kind: 'socket',
    seeking: 'refused',
    direct: 'refused',
    waits: true,
    attach(): void {
      descriptions += 1;
    },
    named(): void {},
    unnamed(): void {},
    detach(): void {
      descriptions -= 1;
      if (descriptions === 0) closeSocket(socket, release);
    },
    read(description, max): Immediate<Uint8Array> {
      if (max === 0) return ok(new Uint8Array(0));
      const taken = socket.take(!isNonblocking(description), max);
      if (!taken.ok) return taken;
      for (const each of taken.value.fds) release(each);
      return ok(taken.value.bytes);
    },
    write: (_description, bytes) => socket.send(bytes, nothing),
    wakesReader: () => canTake(state),
    wakesWriter: () => canSend(state),
    poll: () => (family === 'unix' ? pollSocket(state) : pollTcp(state)),
    truncate: () => fail('EINVAL'),
    ioctl: (_description, request) => (request === 'FIONREAD' ? ok(firstBytes(state)) : fail('ENOTTY')),
    size: () => 0,
    reopened: () => fail('ENXIO'),
    state,
    send: (bytes, fds) =>
      type === 'stream' ? sendStream(state, bytes, fds) : sendDatagram(state, socket, bytes, fds, release),
    take: (waits, max, gathering) =>
      type === 'stream' ? takeStream(state, max, gathering) : takeDatagram(state, max, waits),
    shutdown: (how) => shutdown(state, how),
  };
  return socket;
}

function shutdown(state: SocketState, how: 'r' | 'w' | 'rw'): void {
  if (state.family === 'inet') {
    shutdownTcp(state, how);
    return;
  }
  if (how !== 'w') state.noRead = true;
  if (how !== 'r') state.noWrite = true;
  const peer = state.type === 'stream' ? state.peer?.state : undefined;
  if (peer === undefined) return;
  if (how !== 'w') peer.noWrite = true;
  if (how !== 'r') peer.noRead = true;
}

/** Connects two sockets with each other. */
export function joinSockets(a: Socket, b: Socket): void {
  a.state.peer = b;
  b.state.peer = a;
  a.state.phase = 'connected';
  b.state.phase = 'connected';
}

/** listen(2). */
export function listenOn(socket: Socket, backlog: number): Immediate<void> {
  const { state } = socket;
  if (state.type !== 'stream') return fail('EOPNOTSUPP');
  if ((state.path === '' && state.local === null) || state.phase === 'connected') return fail('EINVAL');
  state.phase = 'listening';
  state.backlog = Math.min(Math.max(backlog, 0), backlogMax);
  return done;
}

/** connect(2) to the socket found at the path. EAGAIN while the listener's backlog is full. */
export function connectTo(socket: Socket, server: Socket, release: Release): Immediate<void> {
  const { state } = socket;
  if (server.state.closed) return fail('ECONNREFUSED');
  if (server.state.type !== state.type) return fail('EPROTOTYPE');
  if (state.type === 'dgram') {
    state.peer = server;
    state.phase = 'connected';
    return done;
  }
  if (server.state.phase !== 'listening' || server.state.noRead) return fail('ECONNREFUSED');
  if (server.state.waiting.length > server.state.backlog) return fail('EAGAIN');
  if (state.phase !== 'idle') return fail(state.phase === 'connected' ? 'EISCONN' : 'EINVAL');
  const accepted = createSocket('stream', release, server.state.family);
  accepted.state.path = server.state.path;
  joinSockets(socket, accepted);
  server.state.waiting.push(accepted);
  return done;
}

/** Pure: a connect that found the backlog full could go on. */
export function canConnect(server: Socket): boolean {
  const { waiting, backlog, closed, phase } = server.state;
  return closed || phase !== 'listening' || waiting.length <= backlog;
}

/** accept(2): the oldest waiting connection; EAGAIN without one. */
export function acceptFrom(socket: Socket): Immediate<Socket> {
  if (socket.state.type !== 'stream') return fail('EOPNOTSUPP');
  if (socket.state.phase !== 'listening') return fail('EINVAL');
  const accepted = socket.state.waiting.shift();
  return accepted === undefined ? fail('EAGAIN') : ok(accepted);
}

/** Empties the queue; how many messages were in it. */
function loseUnread(state: SocketState, release: Release): number {
  const unread = state.queue.splice(0);
  for (const message of unread) {
    message.sender.charged -= message.cost;
    for (const each of message.fds) release(each);
  }
  return unread.length;
}

function closeSocket(socket: Socket, release: Release): void {
  const { state } = socket;
  state.closed = true;
  for (const each of state.waiting.splice(0)) {
    if (each.state.peer !== null) each.state.peer.state.error = 'ECONNRESET';
    each.state.resets = true;
    closeSocket(each, release);
  }
  const unread = loseUnread(state, release);
  const peer = state.peer?.state;
  if (peer === undefined || state.type === 'dgram') return;
  if (state.family === 'inet') {
    closeTcp(state, peer, unread > 0);
    return;
  }
  peer.noRead = true;
  peer.noWrite = true;
  if (unread > 0) peer.error = 'ECONNRESET';
}

function deliver(state: SocketState, to: SocketState, bytes: Uint8Array, fds: readonly Description[]): void {
  const cost = state.family === 'inet' ? bytes.length : messageCost(state.type, bytes.length); // TCP joins what is sent
  state.charged += cost;
  to.queue.push({ bytes: bytes.slice(), taken: 0, fds, cost, sender: state });
}

function sendStream(state: SocketState, bytes: Uint8Array, fds: readonly Description[]): Immediate<number> {
  if (state.phase !== 'connected' || state.peer === null) return fail('ENOTCONN');
  if (state.family === 'inet' && sendsReset(state, state.peer.state)) return ok(bytes.length);
  if (state.dead) return fail(takeError(state));
  if (state.noWrite || state.peer.state.closed) return fail('EPIPE');
  let sent = 0;
  let riding = fds;
  while (sent < bytes.length && state.charged < sendBufferBytes) {
    const piece = streamPieceBytes(bytes.length - sent);
    deliver(state, state.peer.state, piece === bytes.length ? bytes : bytes.subarray(sent, sent + piece), riding);
    riding = nothing;
    sent += piece;
  }
  return sent === 0 && bytes.length > 0 ? fail('EAGAIN') : ok(sent);
}

function sendDatagram(
  state: SocketState,
  socket: Socket,
  bytes: Uint8Array,
  fds: readonly Description[],
  release: Release,
): Immediate<number> {
  const peer = state.peer?.state;
  if (state.noWrite) return fail('EPIPE');
  if (peer === undefined) return fail('ENOTCONN');
  if (bytes.length > datagramBytesMax) return fail('EMSGSIZE');
  if (peer.closed) {
    state.peer = null;
    state.phase = 'idle';
    loseUnread(state, release); // unix_dgram_disconnected of net/unix/af_unix.c
    return fail('ECONNREFUSED');
  }
  if (peer.noRead) return fail('EPIPE');
  if (state.charged >= sendBufferBytes) return fail('EAGAIN');
  if (peer.peer !== socket && peer.queue.length > datagramsMax) return fail('EAGAIN');
  deliver(state, peer, bytes, fds);
  return ok(bytes.length);
}

function finished(state: SocketState, message: Message): void {
  message.sender.charged -= message.cost;
  state.queue.shift();
}

/** Takes from as many pieces as fit, but stops behind one that carried descriptors, or before it. */
function takeStream(state: SocketState, max: number, gathering: Gathering = 'with-descriptors'): Immediate<Taken> {
  const first = state.queue[0];
  if (first === undefined) return streamEnd(state);
  const rest = first.bytes.length - first.taken;
  if (rest >= max || state.queue.length === 1 || first.fds.length > 0) return ok(takePiece(state, first, max));
  const parts: Uint8Array[] = [];
  let count = 0;
  let fds = nothing;
  for (let next = state.queue[0]; next !== undefined && count < max && fds.length === 0; next = state.queue[0]) {
    if (count > 0 && next.fds.length > 0 && gathering === 'before-descriptors') break;
    const piece = takePiece(state, next, max - count);
    parts.push(piece.bytes);
    count += piece.bytes.length;
    fds = piece.fds;
  }
  const bytes = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return ok({ bytes, fds });
}

function takePiece(state: SocketState, message: Message, max: number): Taken {
  const isWhole = message.taken === 0 && message.bytes.length <= max;
  const bytes = isWhole ? message.bytes : message.bytes.subarray(message.taken, message.taken + max);
  const { fds } = message;
  message.taken += bytes.length;
  message.fds = nothing;
  if (message.taken === message.bytes.length) finished(state, message);
  return { bytes, fds };
}

function streamEnd(state: SocketState): Immediate<Taken> {
  if (state.phase !== 'connected') return fail('EINVAL');
  if (state.error !== null && state.error !== 'EPIPE') {
    const { error } = state;
    state.error = null; // told once
    return fail(error);
  }
  return state.noRead ? ok({ bytes: new Uint8Array(0), fds: nothing }) : fail('EAGAIN');
}

/** `waits`: whoever asks would wait, and is told that no datagram will come any more. */
function takeDatagram(state: SocketState, max: number, waits: boolean): Immediate<Taken> {
  const message = state.queue[0];
  if (message === undefined && waits && state.noRead) return ok({ bytes: new Uint8Array(0), fds: nothing });
  if (message === undefined) return fail('EAGAIN');
  finished(state, message);
  return ok({ bytes: message.bytes.subarray(0, max), fds: message.fds });
}

function firstBytes(state: SocketState): number {
  if (state.type === 'dgram') return state.queue[0]?.bytes.length ?? 0;
  return state.queue.reduce((sum, each) => sum + each.bytes.length - each.taken, 0);
}

function canTake(state: SocketState): boolean {
  if (state.phase === 'listening') return state.waiting.length > 0;
  return state.queue.length > 0 || state.noRead || (state.type === 'stream' && state.error !== null);
}

/** A sleeping sender is woken when a quarter of the buffer is in use at most and the peer takes more, or when it will fail. */
function canSend(state: SocketState): boolean {
  const peer = state.peer?.state;
  if (state.noWrite || peer === undefined || peer.closed || peer.noRead) return true;
  const crowded = state.type === 'dgram' && peer.peer?.state !== state && peer.queue.length > datagramsMax;
  return state.charged * 4 <= sendBufferBytes && !crowded;
}

function pollSocket(state: SocketState): Poll {
  if (state.phase === 'listening') return pollOf(state.waiting.length > 0 || state.noRead, false, false, false);
  const alone = state.type === 'stream' && state.phase === 'idle';
  const hup = alone || (state.noRead && state.noWrite);
  const readable = state.queue.length > 0 || state.noRead;
  return pollOf(readable, state.charged * 4 <= sendBufferBytes, hup, state.error !== null);
}
