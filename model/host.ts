import { readCharLog } from './char-log.ts';
import { presentPlace } from './chosen-port.ts';
import {
  addDescription,
  addObject,
  changeDescription,
  descriptionOf,
  hasFlag,
  objectBehind,
  objectOf,
  putObject,
  release,
  retain,
  setStatusFlags,
  socketClosed,
} from './description.ts';
import { readPort, showPort } from './inet-address.ts';
import { readNow, sendWith, writeNow } from './io.ts';
import type { AccessMode, Handle, HostAction, OpenFlag, SocketPlace, StatusFlag } from './language/action.ts';
import { assertNever } from './language/assert-never.ts';
import type { Outcome } from './language/outcome.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import { takesDirect } from './object.ts';
import { lookUp, makeAt, nameOfPath, openObject, openPath, type PathOpening, sleeps, unlinkPath } from './path.ts';
import { namePeer } from './peer-name.ts';
import { emptyPipe } from './pipe.ts';
import { ptyWord, slaveOf } from './pty.ts';
import type { SocketName } from './socket-address.ts';
import type { Result, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';
import { udpSocket } from './udp-socket.ts';
import { connectTo, isListening, listenAt, socketEnd, socketPair, takeConnection } from './unix-socket.ts';

const done: Outcome = { see: 'done' };
const pieceBytes = 4096;
/** Clients that may wait for the scenario's own listening socket. */
const clientBacklog = 16;

function told(result: Result<unknown>): Outcome {
  return result.ok ? done : { see: 'errno', errno: result.errno };
}

/** What the client does on the host, and what it sees of it. Throws ModelLimit on an unknown or reused handle. */
export function performHost(turn: Turn, action: HostAction): Outcome {
  switch (action.do) {
    case 'write-file':
      return writeWholeFile(turn, action.path, action.bytes);
    case 'read-file':
      return readWholeFile(turn, action.path);
    case 'read-char-log':
      return charLogSeen(turn, readWholeFile(turn, action.path));
    case 'mkdir':
      return told(makeAt(turn, action.path, { kind: 'directory', name: nameOfPath(action.path) }));
    case 'mkfifo':
      return told(
        makeAt(turn, action.path, {
          kind: 'pipe',
          name: nameOfPath(action.path),
          fifo: true,
          content: emptyPipe(65536),
        }),
      );
    case 'unlink':
      return told(unlinkPath(turn, action.path));
    case 'open':
      return told(bound(turn, action.as, openAsked(turn, action.path, action.access, action.flags ?? [])));
    case 'reopen': {
      const { object } = descriptionOf(turn.state, handle(turn, action.of));
      const flags = action.flags ?? [];
      const makes = flags.includes('create') && !flags.includes('path');
      if (makes && flags.includes('directory')) return { see: 'errno', errno: 'EINVAL' };
      if (makes && flags.includes('exclusive')) return { see: 'errno', errno: 'EEXIST' };
      return told(bound(turn, action.as, openAsked(turn, object, action.access, action.flags ?? [])));
    }
    case 'dup':
      return told(bound(turn, action.as, { ok: true, value: retain(turn, handle(turn, action.of)) }));
    case 'close': {
      const number = handle(turn, action.handle);
      dropEntry(turn, 'handles', action.handle);
      release(turn, number);
      return done;
    }
    case 'write':
      return clientWrite(turn, handle(turn, action.to), action.bytes);
    case 'read':
      return clientRead(turn, handle(turn, action.from), action.max, action.fds ?? null);
    case 'write-fds':
      return writeWith(turn, action);
    case 'seek':
      return seek(turn, handle(turn, action.handle), action.to);
    case 'shutdown':
      return shutdown(turn, handle(turn, action.socket), action.how);
    case 'set-flags':
      return setFlags(turn, handle(turn, action.of), action.flags);
    case 'get-flags': {
      const { access, flags } = descriptionOf(turn.state, handle(turn, action.of));
      return { see: 'flags', access, flags };
    }
    case 'connect-socket':
      return told(boundObject(turn, action.as, connectTo(turn, presentPlace(turn.state, placeOf(action)), action.as)));
    case 'reset':
      return resetConnection(turn, action.handle);
    case 'accept':
      return accept(turn, action.as, handle(turn, action.on));
    case 'open-pty':
      return openSlave(turn, action);
    case 'udp':
      return told(boundObject(turn, action.as, udpPeer(turn, action)));
    default:
      return make(turn, action);
  }
}

/** The slave of a pty chardev, known by its chardev from now on. Source: PTY-01. */
function openSlave(turn: Turn, { as, chardev }: Extract<HostAction, { do: 'open-pty' }>): Outcome {
  const slave = slaveOf(turn.state, chardev);
  if (slave === null) throw new ModelLimit(`no pty behind ${chardev}`);
  putObject(turn, slave, { ...objectOf(turn.state, slave), name: ptyWord(chardev) });
  return told(boundObject(turn, as, { ok: true, value: slave }));
}

function charLogSeen(turn: Turn, file: Outcome): Outcome {
  if (file.see !== 'data') return file;
  const log = readCharLog(file.bytes, turn.state.profile.replayVersion);
  return { see: 'char-log', finished: log?.finished === true, events: log?.finished === true ? log.events : [] };
}

/** A peer has its port alone. */
function udpPeer(turn: Turn, { as, port, to }: Extract<HostAction, { do: 'udp' }>): Result<ObjectNumber> {
  return udpSocket(turn, as, { port: `{port:${port}}`, to: `{port:${to}}`, shared: false });
}

type Making = Extract<HostAction, { do: 'pipe' | 'socketpair' | 'memfd' | 'eventfd' | 'pty' | 'socket' | 'listen' }>;

/** Objects without a path: one or two handles each. */
function make(turn: Turn, action: Making): Outcome {
  const bind = (as: string, object: number, access: AccessMode): void => {
    bound(turn, as, { ok: true, value: addDescription(turn, object, access, []) });
  };
  switch (action.do) {
    case 'pipe': {
      const content = emptyPipe(action.capacity ?? 65536);
      const pipe = addObject(turn, { kind: 'pipe', name: action.as, fifo: false, content });
      bind(`${action.as}.read`, pipe, 'r');
      bind(`${action.as}.write`, pipe, 'w');
      return done;
    }
    case 'socketpair': {
      const { a, b } = socketPair(turn, [`${action.as}.a`, `${action.as}.b`], action.type ?? 'stream');
      bind(`${action.as}.a`, a, 'rw');
      bind(`${action.as}.b`, b, 'rw');
      return done;
    }
    case 'memfd': {
      const sealed = action.seals?.includes('shrink') ?? false;
      bind(action.as, addObject(turn, { kind: 'file', name: action.as, bytes: action.bytes ?? '', sealed }), 'rw');
      return done;
    }
    case 'eventfd':
      bind(action.as, addObject(turn, { kind: 'event-counter', name: action.as, count: 0n }), 'rw');
      return done;
    case 'pty': {
      const number = turn.state.nextNumber;
      const end = { kind: 'terminal', inbox: [], byBytes: true } as const;
      addObject(turn, { name: `${action.as}.master`, side: 'master', peer: number + 1, ...end });
      addObject(turn, { name: `${action.as}.slave`, side: 'slave', peer: number, ...end });
      bind(`${action.as}.master`, number, 'rw');
      bind(`${action.as}.slave`, number + 1, 'rw');
      return done;
    }
    case 'socket':
      bind(action.as, addObject(turn, socketEnd(action.as, action.type, null)), 'rw');
      return done;
    case 'listen': {
      const at = placeOf(action);
      const backlog = action.backlog ?? clientBacklog;
      const made =
        at.is === 'path'
          ? makeAt(turn, at.path, { kind: 'listener', name: action.as, at, backlog, queue: [] })
          : listenAt(turn, action.as, at, backlog);
      if (!made.ok) return { see: 'errno', errno: made.errno === 'EEXIST' ? 'EADDRINUSE' : made.errno };
      bind(action.as, made.value, 'rw');
      return done;
    }
    default:
      return assertNever(action);
  }
}

/** The place as the model names it. */
function placeOf(place: SocketPlace): SocketName {
  if ('path' in place) {
    const padded = place.abstract === 'padded';
    return place.abstract === undefined
      ? { is: 'path', path: place.path }
      : { is: 'abstract', name: place.path, padded, tightTold: !padded };
  }
  const word = readPort(`{port:${place.port}}`);
  if (word === null) throw new ModelLimit(`the port ${place.port}`);
  const host = place.host ?? '127.0.0.1';
  return { is: 'inet', host, port: showPort(word), shares: false };
}

/** Closes a connection by a reset: what it sent stays readable for the peer, then ECONNRESET. Source: tcp(7). */
function resetConnection(turn: Turn, name: string): Outcome {
  const number = handle(turn, name);
  const { object, references } = descriptionOf(turn.state, number);
  const socket = objectOf(turn.state, object);
  if (socket.kind !== 'socket' || socket.family !== 'tcp') throw new ModelLimit(`a reset of ${name}`);
  if (references > 1) throw new ModelLimit('a reset of a connection that others hold');
  socketClosed(turn, object, socket, true);
  dropEntry(turn, 'handles', name);
  release(turn, number);
  return done;
}

/** The description that a handle of the client refers to. */
export function handle(turn: Turn, name: string): number {
  const number = turn.state.handles.get(name);
  if (number === undefined) throw new ModelLimit(`no handle ${name}`);
  return number;
}

/** Gives the handle to an opened description. */
function bound(turn: Turn, as: string, opened: Result<number>): Result<number> {
  if (!opened.ok) return opened;
  if (turn.state.handles.has(as)) throw new ModelLimit(`handle ${as} is in use`);
  putEntry(turn, 'handles', as, opened.value);
  return opened;
}

/** Gives the handle to a new description of an object. */
function boundObject(turn: Turn, as: string, object: Result<number>): Result<number> {
  if (!object.ok) return object;
  return bound(turn, as, { ok: true, value: addDescription(turn, object.value, 'rw', []) });
}

function accept(turn: Turn, as: string, listener: number): Outcome {
  const { object } = descriptionOf(turn.state, listener);
  if (hasFlag(turn.state, listener, 'path')) return { see: 'errno', errno: 'EBADF' };
  const { kind } = objectOf(turn.state, object);
  if (!['socket', 'listener', 'udp'].includes(kind)) return { see: 'errno', errno: 'ENOTSOCK' };
  if (!isListening(turn.state, object, 'at-all')) return { see: 'errno', errno: 'EINVAL' };
  const socket = takeConnection(turn, object);
  if (socket === null) return { see: 'errno', errno: 'EAGAIN' };
  putObject(turn, socket, { ...objectOf(turn.state, socket), name: as });
  namePeer(turn, socket, as);
  return told(boundObject(turn, as, { ok: true, value: socket }));
}

/** open(2) by the client: O_NONBLOCK for the call, taken away after unless asked for. */
function openAsked(turn: Turn, where: string | number, access: AccessMode, asked: readonly OpenFlag[]): Result<number> {
  const flags = asked.filter(
    (flag): flag is StatusFlag & OpenFlag => !['create', 'exclusive', 'truncate', 'directory'].includes(flag),
  );
  const opening: PathOpening = {
    access,
    flags: [...flags, 'nonblock'],
    create: asked.includes('create'),
    exclusive: asked.includes('exclusive'),
    truncate: asked.includes('truncate'),
    directory: asked.includes('directory'),
  };
  const opened = typeof where === 'string' ? openPath(turn, where, opening) : openObject(turn, where, opening);
  if (opened.ok) {
    const description = descriptionOf(turn.state, opened.value);
    if (!asked.includes('nonblock'))
      changeDescription(turn, opened.value, { flags: description.flags.filter((flag) => flag !== 'nonblock') });
  } else if (opened.errno === sleeps) throw new Error('a client open never sleeps');
  return opened;
}

function writeWith(turn: Turn, { to, bytes, fds }: Extract<HostAction, { do: 'write-fds' }>): Outcome {
  const descriptions = fds.map((each) => handle(turn, each));
  const sent = sendWith(turn, handle(turn, to), bytes, descriptions);
  return sent.ok ? { see: 'wrote', count: sent.value } : { see: 'errno', errno: sent.errno };
}

/** Runs of write(2) of at most 4096 bytes. Source: the contract of `write` in language/action.ts. */
function clientWrite(turn: Turn, number: number, bytes: string): Outcome {
  if (objectBehind(turn.state, number).kind === 'udp') {
    const sent = writeNow(turn, number, bytes);
    return sent.ok ? { see: 'wrote', count: sent.value } : { see: 'errno', errno: sent.errno };
  }
  let count = 0;
  while (count < bytes.length) {
    const piece = bytes.slice(count, count + pieceBytes);
    const wrote = writeNow(turn, number, piece);
    if (!wrote.ok) return count > 0 ? { see: 'wrote', count } : { see: 'errno', errno: wrote.errno };
    count += wrote.value;
    if (wrote.value < piece.length) break;
  }
  return { see: 'wrote', count };
}

function clientRead(
  turn: Turn,
  number: number,
  max: number = Number.POSITIVE_INFINITY,
  names: readonly Handle[] | null = null,
): Outcome {
  let bytes = '';
  let fds = 0;
  const seen = (end: boolean): Outcome => ({ see: 'data', bytes, end, ...(names === null ? {} : { fds }) });
  const { object } = descriptionOf(turn.state, number);
  const from = objectOf(turn.state, object);
  const { kind } = from;
  if (kind === 'udp' && max !== Number.POSITIVE_INFINITY) return clientReadDatagram(turn, number, max);
  if (kind === 'full' && max === Number.POSITIVE_INFINITY) throw new ModelLimit('/dev/full never ends');
  while (bytes.length < max) {
    const got = readNow(turn, number, Math.min(65536, max - bytes.length));
    if (!got.ok) {
      if (got.errno === 'EIO') return seen(true);
      if (got.errno !== 'EAGAIN' && bytes === '') return { see: 'errno', errno: got.errno };
      return seen(false);
    }
    // recvmsg without waiting says EAGAIN of datagrams that nobody can send any more. Source: experiment on Linux
    if (got.value.end) return seen(names === null || from.kind !== 'socket' || from.type === 'stream');
    bytes += got.value.bytes;
    for (const each of got.value.brought ?? []) {
      const name = names?.[fds];
      if (name === undefined) release(turn, each);
      else bound(turn, name, { ok: true, value: each });
      fds += 1;
    }
  }
  return seen(false);
}

function clientReadDatagram(turn: Turn, number: number, max: number): Outcome {
  const got = readNow(turn, number, max);
  if (got.ok) return { see: 'data', ...got.value };
  return got.errno === 'EAGAIN' ? { see: 'data', bytes: '', end: false } : { see: 'errno', errno: got.errno };
}

/** F_SETFL by the client: O_DIRECT only where the object has it. Source: fcntl(2) on Linux 6.18, experiment. */
function setFlags(turn: Turn, number: number, flags: readonly StatusFlag[]): Outcome {
  if (hasFlag(turn.state, number, 'path')) return { see: 'errno', errno: 'EBADF' };
  const { object } = descriptionOf(turn.state, number);
  if (flags.includes('direct') && !takesDirect(objectOf(turn.state, object))) return { see: 'errno', errno: 'EINVAL' };
  setStatusFlags(turn, number, flags);
  return done;
}

function seek(turn: Turn, number: number, to: number): Outcome {
  const description = descriptionOf(turn.state, number);
  const kind = objectOf(turn.state, description.object).kind;
  if (hasFlag(turn.state, number, 'path')) return { see: 'errno', errno: 'EBADF' };
  if (['pipe', 'socket', 'udp', 'listener', 'terminal'].includes(kind)) return { see: 'errno', errno: 'ESPIPE' };
  if (kind === 'file') changeDescription(turn, number, { offset: to });
  return done;
}

function shutdown(turn: Turn, number: number, how: 'r' | 'w' | 'rw'): Outcome {
  const { object } = descriptionOf(turn.state, number);
  const socket = objectOf(turn.state, object);
  if (hasFlag(turn.state, number, 'path')) return { see: 'errno', errno: 'EBADF' };
  if (socket.kind === 'listener' || socket.kind === 'udp') throw new ModelLimit(`shutdown of a ${socket.kind}`);
  if (socket.kind !== 'socket') return { see: 'errno', errno: 'ENOTSOCK' };
  if (socket.family === 'tcp' && how === 'r') throw new ModelLimit('a TCP connection that is shut for reading alone');
  if (isOver(turn, socket)) return { see: 'errno', errno: 'ENOTCONN' };
  putObject(turn, object, {
    ...socket,
    shutRead: socket.shutRead || how !== 'w',
    shutWrite: socket.shutWrite || how !== 'r',
  });
  return done;
}

/** Whether a TCP connection is no more: reset, or each end has said that nothing more comes. Source: Linux, experiment. */
function isOver(turn: Turn, { family, dead, shutWrite, peer }: Extract<HostObject, { kind: 'socket' }>): boolean {
  if (family !== 'tcp' || dead) return dead;
  const other = peer === null ? null : objectOf(turn.state, peer);
  return shutWrite && (other === null || (other.kind === 'socket' && other.shutWrite));
}

function writeWholeFile(turn: Turn, path: string, bytes: string): Outcome {
  const there = lookUp(turn.state, path);
  const kind = there.ok ? objectOf(turn.state, there.value).kind : 'file';
  if (kind === 'pipe' || kind === 'full') throw new ModelLimit(`write-file on ${kind}`);
  const opened = openPath(turn, path, { access: 'w', flags: ['nonblock'], create: true, truncate: true });
  if (!opened.ok) return { see: 'errno', errno: opened.errno };
  const { object } = descriptionOf(turn.state, opened.value);
  const file = objectOf(turn.state, object);
  if (file.kind === 'file') putObject(turn, object, { ...file, bytes });
  else if (file.kind !== 'null') throw new ModelLimit(`write-file on ${file.kind}`);
  release(turn, opened.value);
  return done;
}

function readWholeFile(turn: Turn, path: string): Outcome {
  const found = lookUp(turn.state, path);
  if (!found.ok) return { see: 'errno', errno: found.errno };
  const file = objectOf(turn.state, found.value);
  if (file.kind === 'null') return { see: 'data', bytes: '', end: true };
  if (file.kind === 'directory') return { see: 'errno', errno: 'EISDIR' };
  if (file.kind !== 'file') throw new ModelLimit(`read-file on ${file.kind}`);
  return { see: 'data', bytes: file.bytes, end: true };
}
