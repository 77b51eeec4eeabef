import { changeDescription, descriptionOf, isHeldBySome, objectOf, putObject, release, retain } from './description.ts';
import { endsInTime, takeFrom, unforeseenPieces } from './inbox.ts';
import type { ByteString } from './language/value.ts';
import { limits, ModelLimit } from './limit.ts';
import type { Carried, HostObject, ObjectNumber } from './object.ts';
import { changedSocket } from './object.ts';
import {
  isAlmostFull,
  needKnownDate,
  needKnownLength,
  needKnownTime,
  pipeHasFreeSlot,
  pipeRead,
  pipeWrite,
  pipeWriteSingly,
  wordSlack,
} from './pipe.ts';
import { chargeOf, hasPollRoom, piecesTaken } from './socket-room.ts';
import type { ModelState, Result, Turn } from './state.ts';
import { receiveDatagram, sendDatagram } from './udp-socket.ts';

type Terminal = Extract<HostObject, { kind: 'terminal' }>;

/** What one read(2) gives; `end`: end of file or hang-up. */
export type ReadPiece = {
  readonly bytes: ByteString;
  readonly end: boolean;
  /** Descriptions that came along; who reads has to release them. */
  readonly brought?: readonly number[];
};

/**
 * write(2) on a description, never waiting: the count taken, or EAGAIN when nothing fits now, whatever O_NONBLOCK says
 * (the caller knows whether it would sleep). `singly`: as one call per byte until one is refused, count taken so far.
 */
export function writeNow(turn: Turn, number: number, bytes: ByteString, singly = false): Result<number> {
  const { object, access, flags } = descriptionOf(turn.state, number);
  if (flags.includes('path') || !access.includes('w')) return { ok: false, errno: 'EBADF' };
  const thing = objectOf(turn.state, object);
  if (thing.kind === 'udp') return sendDatagram(turn, object, thing, bytes);
  if (bytes.length === 0) return { ok: true, value: 0 };
  switch (thing.kind) {
    case 'null':
      return { ok: true, value: bytes.length };
    case 'full':
      return { ok: false, errno: 'ENOSPC' };
    case 'file':
      return writeFile(turn, number, thing, bytes);
    case 'pipe': {
      if (!isHeldBySome(turn.state, object, 'r')) return { ok: false, errno: 'EPIPE' };
      const { pipe, taken } = (singly ? pipeWriteSingly : pipeWrite)(thing.content, bytes, flags.includes('direct'));
      if (taken < bytes.length || isAlmostFull(pipe)) needKnownLength(thing.content);
      if (taken === 0) return { ok: false, errno: 'EAGAIN' };
      putObject(turn, object, { kind: 'pipe', name: thing.name, fifo: thing.fifo, content: pipe });
      return { ok: true, value: taken };
    }
    case 'socket':
      return writeSocket(turn, object, thing, bytes, singly);
    case 'terminal':
      return writeTerminal(turn, thing, bytes, singly);
    case 'event-counter':
      return writeCounter(turn, object, thing, bytes);
    case 'directory':
    case 'listener':
      return { ok: false, errno: thing.kind === 'directory' ? 'EISDIR' : 'ENOTCONN' };
  }
}

function writeFile(
  turn: Turn,
  number: number,
  file: Extract<HostObject, { kind: 'file' }>,
  bytes: ByteString,
): Result<number> {
  const description = descriptionOf(turn.state, number);
  if (description.flags.includes('direct'))
    throw new ModelLimit('unaligned O_DIRECT writing belongs to the file system');
  const at = description.flags.includes('append') ? file.bytes.length : description.offset;
  const end = at + bytes.length;
  if (end > limits.fileBytesMax) throw new ModelLimit(`a file of ${end} bytes`);
  const before = at <= file.bytes.length ? file.bytes.slice(0, at) : file.bytes + '\0'.repeat(at - file.bytes.length);
  putObject(turn, description.object, { ...file, bytes: before + bytes + file.bytes.slice(end) });
  changeDescription(turn, number, { offset: end });
  return { ok: true, value: bytes.length };
}

/** TCP: bytes for a peer that has closed are taken, and answered by a reset. Source: tcp(7), experiment. */
function writeToNobody(
  turn: Turn,
  object: ObjectNumber,
  socket: Extract<HostObject, { kind: 'socket' }>,
  bytes: ByteString,
): Result<number> {
  putObject(turn, object, changedSocket(socket, { dead: true, reset: false }));
  if (!socket.dead) return { ok: true, value: bytes.length };
  return { ok: false, errno: socket.reset ? 'ECONNRESET' : 'EPIPE' };
}

function writeSocket(
  turn: Turn,
  object: ObjectNumber,
  socket: Extract<HostObject, { kind: 'socket' }>,
  bytes: ByteString,
  singly: boolean,
): Result<number> {
  if (socket.type === 'dgram' && socket.shutWrite) return { ok: false, errno: 'EPIPE' };
  if (!socket.connected) return { ok: false, errno: 'ENOTCONN' };
  if (socket.shutWrite && !socket.reset) return { ok: false, errno: 'EPIPE' };
  if (socket.family === 'tcp' && (socket.dead || socket.peer === null))
    return writeToNobody(turn, object, socket, bytes);
  if (socket.peer === null) {
    if (socket.type === 'stream') return { ok: false, errno: 'EPIPE' };
    // told once, and what it had sent before is lost with it
    putObject(turn, object, changedSocket(socket, { connected: false, inbox: [], charges: [], carried: [] }));
    for (const { descriptions } of socket.carried) for (const each of descriptions) release(turn, each);
    return { ok: false, errno: 'ECONNREFUSED' };
  }
  const peer = objectOf(turn.state, socket.peer);
  if (peer.kind !== 'socket') throw new Error('the peer of a socket is no socket');
  if (peer.shutRead && socket.family === 'tcp') {
    if (!peer.dead) putObject(turn, socket.peer, changedSocket(peer, { reset: true, dead: true })); // it resets itself as it answers
    return writeToNobody(turn, object, socket, bytes);
  }
  if (peer.shutRead) return { ok: false, errno: 'EPIPE' };
  if (socket.type === 'dgram' || socket.family === 'tcp') {
    const inbox = [...peer.inbox, ...(singly ? bytes.split('') : [bytes])];
    const total = inbox.reduce((sum, piece) => sum + piece.length, 0);
    const many = socket.type === 'dgram' && inbox.length > limits.socketMessagesMax;
    if (many || total > limits.socketBytesMax)
      throw new ModelLimit(`how much a ${socket.type} socket takes belongs to the kernel`);
    putObject(turn, socket.peer, changedSocket(peer, { inbox }));
    return { ok: true, value: bytes.length };
  }
  const inbox = [...peer.inbox];
  const charges = [...peer.charges];
  let underWay = sum(charges);
  let count = 0;
  for (const written of singly ? bytes : [bytes])
    for (const piece of piecesTaken(underWay, written)) {
      inbox.push(piece);
      charges.push(chargeOf(piece.length));
      underWay += chargeOf(piece.length);
      count += piece.length;
    }
  if (count === bytes.length ? isFullPerhaps(inbox, underWay) : endsInTime(inbox))
    throw new ModelLimit('how much room the stamped time of an event leaves');
  if (count === 0) return { ok: false, errno: 'EAGAIN' };
  putObject(turn, socket.peer, changedSocket(peer, { inbox, charges }));
  return { ok: true, value: count };
}

/** Whether the times in it, of which nobody foresees how many pieces they are, may have filled it before. */
function isFullPerhaps(inbox: readonly ByteString[], underWay: number): boolean {
  const more = unforeseenPieces(inbox);
  return more > 0 && piecesTaken(underWay + more * chargeOf(1), 'x').length === 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((so, number) => so + number, 0);
}

/** Whether poll(2) says writable of a socket: a stream to a peer that has not read much of it is not. */
function isSocketWritable(state: ModelState, socket: Extract<HostObject, { kind: 'socket' }>): boolean {
  const peer = socket.type === 'dgram' || socket.peer === null ? null : objectOf(state, socket.peer);
  if (peer?.kind !== 'socket') return true;
  const underWay = sum(peer.charges);
  const isWritable = hasPollRoom(underWay);
  if (isWritable && !hasPollRoom(underWay + unforeseenPieces(peer.inbox) * chargeOf(1)))
    throw new ModelLimit('how much room the stamped time of an event leaves');
  return isWritable;
}

function writeTerminal(turn: Turn, end: Terminal, bytes: ByteString, singly: boolean): Result<number> {
  if (end.peer === null) throw new Error('a terminal end without its other end');
  if (end.side === 'slave' && !isHeldBySome(turn.state, end.peer)) return { ok: false, errno: 'EIO' };
  const peer = objectOf(turn.state, end.peer);
  if (peer.kind !== 'terminal') throw new Error('the peer of a terminal end is none');
  const [before = ''] = peer.inbox;
  const isRun = singly && end.side === 'master'; // of a slave it is not known what a long run of bytes does
  const byBytes = peer.byBytes && (isRun || bytes.length === 1);
  const room = (byBytes ? limits.ptyBytesMax : limits.ptyPiecesMax) - before.length;
  if (room <= 0 && byBytes) return { ok: false, errno: 'EAGAIN' };
  const taken = isRun ? bytes.slice(0, Math.max(1, room)) : bytes;
  if (!byBytes && taken.length > room) throw new ModelLimit('how much a pseudo-terminal takes belongs to the kernel');
  const { name, side } = peer;
  putObject(turn, end.peer, { kind: 'terminal', name, side, peer: peer.peer, byBytes, inbox: [before + taken] });
  return { ok: true, value: taken.length };
}

/** Whether poll(2) says writable of an end of a pseudo-terminal. */
function isTerminalWritable(state: ModelState, end: Terminal): boolean {
  const peer = end.peer === null ? null : objectOf(state, end.peer);
  return peer?.kind !== 'terminal' || !peer.byBytes || (peer.inbox[0] ?? '').length < limits.ptyBytesMax;
}

function writeCounter(
  turn: Turn,
  object: ObjectNumber,
  counter: Extract<HostObject, { kind: 'event-counter' }>,
  bytes: ByteString,
): Result<number> {
  if (bytes.length !== 8) return { ok: false, errno: 'EINVAL' }; // an older Linux takes the first 8 of more
  let added = 0n;
  for (let index = 7; index >= 0; index -= 1) added = added * 256n + BigInt(bytes.charCodeAt(index));
  // the highest value of 64 bits can neither be added nor reached (eventfd(2))
  if (added === 2n ** 64n - 1n) return { ok: false, errno: 'EINVAL' };
  if (counter.count + added >= 2n ** 64n - 1n) return { ok: false, errno: 'EAGAIN' };
  putObject(turn, object, { ...counter, count: counter.count + added });
  return { ok: true, value: 8 };
}

/** read(2) of at most `max` bytes, never waiting: EAGAIN when nothing is there now and the end is not met. */
export function readNow(turn: Turn, number: number, max: number): Result<ReadPiece> {
  const description = descriptionOf(turn.state, number);
  const { object, access, flags } = description;
  if (flags.includes('path') || !access.includes('r')) return { ok: false, errno: 'EBADF' };
  const thing = objectOf(turn.state, object);
  switch (thing.kind) {
    case 'null':
      return { ok: true, value: { bytes: '', end: true } };
    case 'full':
      return { ok: true, value: { bytes: '\0'.repeat(max), end: false } };
    case 'file': {
      const bytes = thing.bytes.slice(description.offset, description.offset + max);
      if (bytes !== '') changeDescription(turn, number, { offset: description.offset + bytes.length });
      return { ok: true, value: { bytes, end: bytes === '' } };
    }
    case 'pipe': {
      if (max < thing.content.bytes.length + wordSlack) needKnownLength(thing.content, max);
      const { pipe, bytes } = pipeRead(thing.content, max);
      if (bytes === '')
        return isHeldBySome(turn.state, object, 'w')
          ? { ok: false, errno: 'EAGAIN' }
          : { ok: true, value: { bytes, end: true } };
      putObject(turn, object, { kind: 'pipe', name: thing.name, fifo: thing.fifo, content: pipe });
      return { ok: true, value: { bytes, end: false } };
    }
    case 'socket':
      return readSocket(turn, object, thing, max, flags.includes('nonblock'));
    case 'udp':
      return receiveDatagram(turn, object, thing, max);
    case 'terminal':
      return readTerminal(turn, object, thing, max);
    case 'event-counter': {
      if (max < 8) return { ok: false, errno: 'EINVAL' };
      if (thing.count === 0n) return { ok: false, errno: 'EAGAIN' };
      putObject(turn, object, { kind: 'event-counter', name: thing.name, count: 0n });
      return { ok: true, value: { bytes: littleEndian(thing.count), end: false } };
    }
    case 'directory':
      return { ok: false, errno: 'EISDIR' };
    case 'listener':
      return { ok: false, errno: 'EINVAL' };
  }
}

function littleEndian(count: bigint): ByteString {
  let left = count;
  let bytes = '';
  for (let index = 0; index < 8; index += 1) {
    bytes += String.fromCharCode(Number(left % 256n));
    left /= 256n;
  }
  return bytes;
}

function readSocket(
  turn: Turn,
  object: ObjectNumber,
  socket: Extract<HostObject, { kind: 'socket' }>,
  max: number,
  nonblock: boolean,
): Result<ReadPiece> {
  if (socket.inbox.length > 0) {
    const [first, ...others] = socket.carried;
    if (first !== undefined && socket.type === 'stream') return readUpTo(turn, object, socket, max, first, others);
    const { bytes, inbox } = takeFrom(socket.inbox, max, socket.type === 'dgram');
    if (inbox.length > 0 && socket.type === 'stream') {
      needKnownTime(bytes, inbox.slice(0, 5).join('')); // as many pieces where a mux has stamped it
    }
    if (socket.type === 'stream') needKnownDate(bytes, inbox[0] ?? '', max);
    putObject(
      turn,
      object,
      changedSocket(socket, { inbox, charges: socket.charges.slice(socket.charges.length - inbox.length) }),
    );
    return { ok: true, value: { bytes, end: false } };
  }
  if (socket.reset) {
    putObject(turn, object, changedSocket(socket, { reset: false }));
    return { ok: false, errno: 'ECONNRESET' };
  }
  if (!socket.connected && socket.type === 'stream') return { ok: false, errno: 'EINVAL' };
  // only a read that could wait is told that no datagram will come any more
  const isTold = socket.type === 'stream' || !nonblock;
  return isTold && readEnds(turn.state, socket)
    ? { ok: true, value: { bytes: '', end: true } }
    : { ok: false, errno: 'EAGAIN' };
}

/** One read of a stream stops behind what brings descriptors, and takes them with the first byte of it. Source: unix(7). */
function readUpTo(
  turn: Turn,
  object: ObjectNumber,
  socket: Extract<HostObject, { kind: 'socket' }>,
  max: number,
  first: Carried,
  others: readonly Carried[],
): Result<ReadPiece> {
  const before = socket.inbox.slice(0, first.entry).join('').length;
  const whole = before + (socket.inbox[first.entry] ?? '').length;
  const { bytes, inbox } = takeFrom(socket.inbox, Math.min(max, whole), false);
  const gone = socket.inbox.length - inbox.length;
  const taken = bytes.length > before;
  const left = (taken ? others : [first, ...others]).map((each) => ({ ...each, entry: each.entry - gone }));
  const charges = socket.charges.slice(gone);
  putObject(turn, object, changedSocket(socket, { inbox, charges, carried: left }));
  return { ok: true, value: { bytes, end: false, ...(taken ? { brought: first.descriptions } : {}) } };
}

/** Sends bytes and descriptions in one message. Source: unix(7). */
export function sendWith(turn: Turn, number: number, bytes: ByteString, brought: readonly number[]): Result<number> {
  const { object } = descriptionOf(turn.state, number);
  const socket = objectOf(turn.state, object);
  if (socket.kind !== 'socket' || socket.family === 'tcp' || socket.type === 'dgram' || bytes === '')
    throw new ModelLimit('descriptors over anything but a unix stream');
  const { peer } = socket;
  const before = peer === null ? null : objectOf(turn.state, peer);
  const sent = writeNow(turn, number, bytes);
  if (!sent.ok || peer === null || brought.length === 0) return sent;
  const receiver = objectOf(turn.state, peer);
  if (receiver.kind !== 'socket') throw new Error('the peer of a socket is no socket');
  for (const each of brought) retain(turn, each);
  const entry = before?.kind === 'socket' ? before.inbox.length : 0;
  putObject(turn, peer, changedSocket(receiver, { carried: [...receiver.carried, { entry, descriptions: brought }] }));
  return sent;
}

/** Whether a socket without data polls as at its end: shut, or a stream whose peer is gone or has shut its output. */
function readEnds(state: ModelState, socket: Extract<HostObject, { kind: 'socket' }>): boolean {
  if (socket.shutRead) return true;
  if (socket.type === 'dgram' || !socket.connected) return false;
  if (socket.peer === null || socket.dead) return true;
  const peer = objectOf(state, socket.peer);
  return peer.kind === 'socket' && peer.shutWrite;
}

function readTerminal(
  turn: Turn,
  object: ObjectNumber,
  end: Extract<HostObject, { kind: 'terminal' }>,
  max: number,
): Result<ReadPiece> {
  if (end.inbox.length > 0) {
    const { bytes, inbox } = takeFrom(end.inbox, max, false);
    const { name, side, peer } = end;
    putObject(turn, object, { kind: 'terminal', name, side, peer, byBytes: false, inbox });
    return { ok: true, value: { bytes, end: false } };
  }
  if (end.peer !== null && isHeldBySome(turn.state, end.peer)) return { ok: false, errno: 'EAGAIN' };
  return end.side === 'master' ? { ok: false, errno: 'EIO' } : { ok: true, value: { bytes: '', end: true } };
}

/** Whether poll(2) says readable or hung up. */
export function isReadable(state: ModelState, number: number): boolean {
  const { object } = descriptionOf(state, number);
  const thing = objectOf(state, object);
  switch (thing.kind) {
    case 'pipe':
      return thing.content.slots.length > 0 || !isHeldBySome(state, object, 'w');
    case 'socket':
      return (
        thing.inbox.length > 0 || thing.reset || readEnds(state, thing) || (!thing.connected && thing.type === 'stream')
      );
    case 'udp':
      return thing.inbox.length > 0 || thing.refused;
    case 'terminal':
      return thing.inbox.length > 0 || thing.peer === null || !isHeldBySome(state, thing.peer);
    case 'event-counter':
      return thing.count > 0n;
    case 'file':
    case 'directory':
    case 'null':
    case 'full':
      return true;
    case 'listener':
      return thing.queue.length > 0;
  }
}

/** Whether poll(2) says writable or hung up, as an output watch asks. Source: CHR-92. */
export function isWritable(state: ModelState, number: number): boolean {
  const { object } = descriptionOf(state, number);
  const thing = objectOf(state, object);
  if (thing.kind === 'socket') return isSocketWritable(state, thing);
  if (thing.kind === 'terminal') return isTerminalWritable(state, thing);
  return thing.kind === 'pipe' ? pipeHasFreeSlot(thing.content) : true;
}
