import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { normalize } from 'node:path';
import type { AccessMode, Handle, HostAction, OpenFlag, SocketPlace } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { charLogSeen } from '../char-log.ts';
import { withSymbols } from '../symbols.ts';
import {
  addHandle,
  addReceived,
  type ClientHandle,
  type ClientHandles,
  closeHandle,
  handleNamed,
  type ObjectKind,
} from './client-handles.ts';
import { awaitNextTurn, comesInTurns, readAvailable, writePieces } from './client-transfer.ts';
import type { Libc } from './libc.ts';
import { accessBits, accessOfBits, bitsOfOpenFlags, bitsOfStatusFlags, flagsOfBits } from './status-flags.ts';
import { errnoOf } from './system-error.ts';
import { slavePath } from './terminals.ts';
import { inText, outText } from './texts.ts';

const done: Outcome = { see: 'done' };
const creationMode = 0o666;

/** Does one thing that the management client's host side does. Errors of the system are `errno` outcomes. */
export function performHostAction(handles: ClientHandles, action: HostAction): Outcome {
  try {
    return perform(handles, action);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    return { see: 'errno', errno };
  }
}

/** A scenario's path as a real one: `{dir}/x` and relative paths lie in the scenario's folder; a last slash counts. */
export function realPath(handles: ClientHandles, path: string): string {
  const named = inText(handles, path);
  return named === '' || named.startsWith('/') ? named : `${handles.folder}/${named}`;
}

/** The name under which the object of an opened path is observed. */
function objectOfPath(handles: ClientHandles, path: string): string {
  const real = normalize(realPath(handles, path)).replace(/\/$/, '');
  return real === handles.folder || real.startsWith(`${handles.folder}/`)
    ? `{dir}${real.slice(handles.folder.length)}`
    : path;
}

function kindOf(fd: number, path: string): ObjectKind {
  const found = fstatSync(fd);
  if (found.isFIFO()) return 'pipe';
  return found.isCharacterDevice() && path.startsWith('/dev/pts/') ? 'terminal' : 'file';
}

/** open(2) that never waits: O_NONBLOCK for the call, taken away after unless asked for. */
function openWithoutWaiting(
  handles: ClientHandles,
  path: string,
  access: AccessMode,
  flags: readonly OpenFlag[],
): number {
  const bits = accessBits[access] | bitsOfOpenFlags(flags) | constants.O_NOCTTY;
  const fd = openSync(path, bits | constants.O_NONBLOCK, creationMode);
  if (!flags.includes('nonblock') && !flags.includes('path')) {
    handles.libc.setStatusFlags(fd, handles.libc.statusFlags(fd) & ~constants.O_NONBLOCK);
  }
  return fd;
}

function addPair(
  handles: ClientHandles,
  names: readonly [string, string],
  fds: readonly [number, number],
  kind: ObjectKind,
  objects: readonly [string, string],
): Outcome {
  addHandle(handles, names[0], { fd: fds[0], kind, object: objects[0] });
  addHandle(handles, names[1], { fd: fds[1], kind, object: objects[1] });
  return done;
}

function add(handles: ClientHandles, name: Handle, handle: ClientHandle): Outcome {
  addHandle(handles, name, handle);
  return done;
}

/** A name outside the filesystem is no path. */
function socketPath(handles: ClientHandles, path: string, abstract: string | undefined): string {
  return abstract === undefined ? realPath(handles, path) : inText(handles, path);
}

function listenAt(handles: ClientHandles, place: SocketPlace & { readonly backlog?: number }): number {
  const { libc, ports } = handles;
  return 'port' in place
    ? libc.listenTcp(place.host ?? '127.0.0.1', ports.numberOf(place.port))
    : libc.listen(socketPath(handles, place.path, place.abstract), place.abstract, place.backlog);
}

function connectAt(handles: ClientHandles, place: SocketPlace): number {
  const { libc, ports } = handles;
  return 'port' in place
    ? libc.connectTcp(place.host ?? '127.0.0.1', ports.numberOf(place.port))
    : libc.connect(socketPath(handles, place.path, place.abstract), place.abstract);
}

function udpAt({ libc, ports }: ClientHandles, { port, to }: Extract<HostAction, { do: 'udp' }>): number {
  return libc.datagramSocket(ports.numberOf(port), ports.numberOf(to));
}

/** The port of the side that connected is called by our end. */
function nameConnection(handles: ClientHandles, name: Handle, fd: number, side: 'local' | 'peer'): void {
  const port = handles.libc.portOf(fd, side);
  if (port !== undefined) handles.ports.learnPeer(name, port);
}

/** The times that replies of HTTP servers tell are left out, and paths of ptys are symbols. */
function shown(handles: ClientHandles, outcome: Outcome): Outcome {
  if (outcome.see !== 'data') return outcome;
  const { bytes } = outcome;
  if (bytes.startsWith('HTTP/')) return { ...outcome, bytes: handles.ports.outText(bytes) };
  return /\/dev\/pts\/\d+ \(label /.test(bytes) ? { ...outcome, bytes: outText(handles, bytes) } : outcome;
}

type Making = Extract<HostAction, { readonly as: string }>;

function make(handles: ClientHandles, action: Making): Outcome {
  const { libc } = handles;
  switch (action.do) {
    case 'open': {
      const path = realPath(handles, action.path);
      const fd = openWithoutWaiting(handles, path, action.access, action.flags ?? []);
      return add(handles, action.as, { fd, kind: kindOf(fd, path), object: objectOfPath(handles, action.path) });
    }
    case 'reopen': {
      const of = handleNamed(handles, action.of);
      const fd = openWithoutWaiting(handles, `/proc/self/fd/${of.fd}`, action.access, action.flags ?? []);
      return add(handles, action.as, { ...of, fd });
    }
    case 'dup': {
      const of = handleNamed(handles, action.of);
      return add(handles, action.as, { ...of, fd: libc.dup(of.fd) });
    }
    case 'pipe': {
      const ends = libc.pipe();
      if (action.capacity !== undefined) libc.setPipeCapacity(ends[1], action.capacity);
      return addPair(handles, [`${action.as}.read`, `${action.as}.write`], ends, 'pipe', [action.as, action.as]);
    }
    case 'socketpair': {
      const type = action.type ?? 'stream';
      const names = [`${action.as}.a`, `${action.as}.b`] as const;
      return addPair(handles, names, libc.socketpair(type), type === 'stream' ? 'socket' : 'datagram', names);
    }
    case 'pty': {
      const { master, slavePath } = libc.openPty();
      const slave = openSync(slavePath, constants.O_RDWR | constants.O_NOCTTY);
      libc.makeRaw(slave);
      const names = [`${action.as}.master`, `${action.as}.slave`] as const;
      return addPair(handles, names, [master, slave], 'terminal', names);
    }
    case 'memfd': {
      const fd = libc.memfd(action.as);
      if (action.bytes !== undefined) writeSync(fd, Buffer.from(action.bytes, 'latin1'), 0, undefined, 0);
      if (action.seals?.includes('shrink')) libc.sealAgainstShrinking(fd);
      return add(handles, action.as, { fd, kind: 'memfd', object: action.as });
    }
    case 'eventfd':
      return add(handles, action.as, { fd: libc.eventfd(), kind: 'eventfd', object: action.as });
    case 'socket': {
      const kind = action.type === 'stream' ? 'socket' : 'datagram';
      return add(handles, action.as, { fd: libc.socket(action.type), kind, object: action.as });
    }
    case 'listen':
      return add(handles, action.as, { fd: listenAt(handles, action), kind: 'socket', object: action.as });
    case 'connect-socket': {
      const fd = connectAt(handles, action);
      nameConnection(handles, action.as, fd, 'local');
      return add(handles, action.as, { fd, kind: 'socket', object: action.as });
    }
    case 'accept': {
      const fd = libc.accept(handleNamed(handles, action.on).fd);
      nameConnection(handles, action.as, fd, 'peer');
      return add(handles, action.as, { fd, kind: 'socket', object: action.as });
    }
    case 'udp':
      return add(handles, action.as, { fd: udpAt(handles, action), kind: 'udp', object: action.as });
    case 'open-pty': {
      const fd = openWithoutWaiting(handles, slavePath(handles, action.chardev), 'rw', []);
      return add(handles, action.as, { fd, kind: 'terminal', object: `{pty:${action.chardev}}` });
    }
    default:
      return assertNever(action);
  }
}

/** Times and names of packages that nobody can foretell become symbols. */
function withoutTimes(outcome: Outcome): Outcome {
  if (outcome.see !== 'data') return outcome;
  const bytes = withSymbols(outcome.bytes, true);
  return bytes === outcome.bytes ? outcome : { ...outcome, bytes };
}

/** recvmsg(2) until nothing is there; descriptors get these names in order, further ones are closed. */
function readWithDescriptors(
  handles: ClientHandles,
  from: ClientHandle,
  max: number | undefined,
  names: readonly Handle[],
): Outcome {
  const { libc } = handles;
  let bytes = '';
  let fds = 0;
  let end = false;
  const turns = comesInTurns(libc, from);
  while (!end && bytes.length < (max ?? Number.POSITIVE_INFINITY)) {
    let got: ReturnType<Libc['receiveMessage']>;
    try {
      got = libc.receiveMessage(from.fd, ...(max === undefined ? [] : [max - bytes.length]));
    } catch (error) {
      if (bytes !== '' || errnoOf(error) === 'EAGAIN') break;
      throw error;
    }
    for (const fd of got.fds) {
      const name = names[fds];
      fds += 1;
      if (name === undefined) closeSync(fd);
      else addReceived(handles, name, fd);
    }
    end = got.bytes.length === 0;
    if (turns) awaitNextTurn(libc, from);
    bytes += got.bytes.toString('latin1');
  }
  return { see: 'data', bytes, end, fds };
}

/** read-file never waits either: a FIFO without a writer is empty. */
function readWhole(path: string): Outcome {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { see: 'data', bytes: readFileSync(fd, 'latin1'), end: true };
  } finally {
    closeSync(fd);
  }
}

function perform(handles: ClientHandles, action: HostAction): Outcome {
  const { libc } = handles;
  if ('as' in action) return make(handles, action);
  switch (action.do) {
    case 'write-file':
      writeFileSync(realPath(handles, action.path), Buffer.from(action.bytes, 'latin1'));
      return done;
    case 'read-file':
      return withoutTimes(readWhole(realPath(handles, action.path)));
    case 'read-char-log':
      return charLogSeen(readFileSync(realPath(handles, action.path)));
    case 'mkdir':
      mkdirSync(realPath(handles, action.path));
      return done;
    case 'mkfifo':
      libc.mkfifo(realPath(handles, action.path));
      return done;
    case 'unlink':
      unlinkSync(realPath(handles, action.path));
      return done;
    case 'close':
      closeHandle(handles, action.handle);
      return done;
    case 'write':
      return writePieces(libc, handleNamed(handles, action.to), action.bytes);
    case 'read': {
      const from = handleNamed(handles, action.from);
      const read =
        action.fds === undefined
          ? readAvailable(libc, from, action.max)
          : readWithDescriptors(handles, from, action.max, action.fds);
      return withoutTimes(shown(handles, read));
    }
    case 'seek':
      libc.seek(handleNamed(handles, action.handle).fd, action.to);
      return done;
    case 'shutdown':
      libc.shutdown(handleNamed(handles, action.socket).fd, action.how);
      return done;
    case 'write-fds': {
      const fds = action.fds.map((name) => handleNamed(handles, name).fd);
      const bytes = Buffer.from(action.bytes, 'latin1');
      return { see: 'wrote', count: libc.sendMessage(handleNamed(handles, action.to).fd, bytes, fds) };
    }
    case 'reset':
      libc.resetOnClose(handleNamed(handles, action.handle).fd);
      closeHandle(handles, action.handle);
      return done;
    case 'set-flags':
      libc.setStatusFlags(handleNamed(handles, action.of).fd, bitsOfStatusFlags(action.flags));
      return done;
    case 'get-flags': {
      const bits = libc.statusFlags(handleNamed(handles, action.of).fd);
      return { see: 'flags', access: accessOfBits(bits), flags: flagsOfBits(bits) };
    }
    default:
      return assertNever(action);
  }
}
