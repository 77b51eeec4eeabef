import type { HostAction, SocketPlace } from '../../model/language/action.ts';
import { assertNever } from '../../model/language/assert-never.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import { charLogSeen } from '../char-log.ts';
import { byteString, bytesOf } from '../engine/bytes.ts';
import type { SocketAddress, SocketFamily } from '../host/process.ts';
import { fail, ok, type Result } from '../host/result.ts';
import { withSymbols } from '../symbols.ts';
import { descriptorOf, inChosen, inward, outwardFrom, type World } from './world.ts';

const pieceBytes = 4096;
const readBytesMax = 1 << 20;
const receivedFdsMax = 64;
/** What a name outside the filesystem is padded to. */
const abstractBytes = 107;
const done: Outcome = { see: 'done' };

/** A call of the client's never waits: what would sleep is given up, with what it got so far. */
function atOnce<T>(result: Result<T>): Result<T> {
  return result.ok || result.sleep === null ? result : result.sleep.interrupt();
}

function finished(result: Result<unknown>): Outcome {
  return result.ok ? done : { see: 'errno', errno: result.errno };
}

/** Keeps a new descriptor under its handle. */
function keep(world: World, handle: string, result: Result<number>): Outcome {
  if (result.ok) world.handles.set(handle, result.value);
  return finished(result);
}

function keepBoth(world: World, names: readonly [string, string], result: Result<readonly [number, number]>): Outcome {
  if (result.ok) for (const [at, name] of names.entries()) world.handles.set(name, result.value[at] ?? -1);
  return finished(result);
}

type Opening = Extract<HostAction, { do: 'open' | 'reopen' }>;

/** open(2) without waiting: O_NONBLOCK for the call, taken away after it unless it was asked for. */
function open(world: World, action: Opening): Outcome {
  const { client } = world;
  const flags = action.flags ?? [];
  const options = { access: action.access, flags: flags.includes('path') ? flags : [...flags, 'nonblock' as const] };
  const opened = atOnce(
    action.do === 'open'
      ? client.open(inward(action.path), options)
      : client.reopen(descriptorOf(world, action.of), options),
  );
  if (opened.ok && !flags.includes('nonblock') && !flags.includes('path')) client.setStatusFlags(opened.value, flags);
  return keep(world, action.as, opened);
}

function openPty(world: World, name: string): Outcome {
  const made = world.client.openPty({ name });
  return keepBoth(
    world,
    [`${name}.master`, `${name}.slave`],
    made.ok ? ok([made.value.master, made.value.slave] as const) : fail(made.errno),
  );
}

function memfd(world: World, action: Extract<HostAction, { do: 'memfd' }>): Outcome {
  const { client } = world;
  const made = client.memfd({ name: action.as });
  if (made.ok && action.bytes !== undefined) {
    client.write(made.value, bytesOf(action.bytes));
    client.seek(made.value, 0);
  }
  if (made.ok && action.seals !== undefined) client.addSeals(made.value, action.seals);
  return keep(world, action.as, made);
}

/** Where a socket listens or connects to, in the simulated world. */
function placeOf(world: World, place: SocketPlace): SocketAddress {
  if ('port' in place) return { host: place.host ?? '127.0.0.1', port: world.ports.numberOf(place.port) };
  const path = inChosen(world, inward(place.path));
  if (place.abstract === undefined) return path;
  return { abstract: place.abstract === 'tight' ? path : path.padEnd(abstractBytes, '\0') };
}

function familyOf(where: SocketAddress): SocketFamily {
  return typeof where === 'object' && 'port' in where ? 'inet' : 'unix';
}

/** The port of the side that connected is called by our end. */
function nameConnection(world: World, handle: string, fd: number, side: 'local' | 'peer'): void {
  const info = world.client.socketInfo(fd);
  const address = info.ok ? info.value[side] : null;
  if (address !== null) world.ports.learnPeer(handle, address.port);
}

function listen(world: World, action: Extract<HostAction, { do: 'listen' }>): Outcome {
  const { client } = world;
  const where = placeOf(world, action);
  const made = client.socket('stream', { name: action.as, family: familyOf(where) });
  if (!made.ok) return finished(made);
  const bound = client.bind(made.value, where);
  if (!bound.ok) {
    client.close(made.value);
    return finished(bound);
  }
  client.listen(made.value, action.backlog ?? 16);
  return keep(world, action.as, made);
}

/** accept(2) without waiting. */
function accept(world: World, fd: number, name: string): Result<number> {
  const accepted = world.client.accept(fd, { name });
  if (accepted.ok) nameConnection(world, name, accepted.value, 'peer');
  if (accepted.ok || accepted.sleep === null) return accepted;
  accepted.sleep.interrupt();
  return fail('EAGAIN');
}

/** A client of a listening socket; what has no room in the backlog is refused, with EAGAIN. Source: SOCK-03. */
function connectSocket(world: World, action: Extract<HostAction, { do: 'connect-socket' }>): Outcome {
  const { client } = world;
  const where = placeOf(world, action);
  const made = client.socket('stream', { name: action.as, nonblock: true, family: familyOf(where) });
  if (!made.ok) return finished(made);
  const connected = client.connect(made.value, where);
  if (!connected.ok) {
    client.close(made.value);
    return finished(connected);
  }
  client.setStatusFlags(made.value, []);
  nameConnection(world, action.as, made.value, 'local');
  return keep(world, action.as, made);
}

/** The slave of a pty chardev, which keeps its path until the chardev is gone. Source: PTY-01. */
function openSlave(world: World, action: Extract<HostAction, { do: 'open-pty' }>): Outcome {
  const path = world.launched?.machine.chardevs.get(action.chardev)?.backend.slavePath;
  if (path === undefined) return { see: 'errno', errno: 'ENOENT' }; // where faults that nobody foresees refused it
  const opened = world.client.open(path, { access: 'rw', flags: ['nonblock'] });
  if (opened.ok) world.client.setStatusFlags(opened.value, []);
  world.launched?.terminals.set(path, `{pty:${action.chardev}}`);
  return keep(world, action.as, opened);
}

/** A UDP peer of the system's. Source: UDP-01. */
function udp(world: World, { as, port, to }: Extract<HostAction, { do: 'udp' }>): Outcome {
  const { client, ports } = world;
  const made = client.datagramSocket({ name: as });
  if (!made.ok) return finished(made);
  const bound = client.bindPort(made.value, ports.numberOf(port));
  const connected = bound.ok ? client.connectPort(made.value, ports.numberOf(to)) : bound;
  if (!connected.ok) {
    client.close(made.value);
    return finished(connected);
  }
  world.datagrams.add(as);
  return keep(world, as, made);
}

/** One datagram, also an empty one. */
function writeDatagram(world: World, fd: number, bytes: Uint8Array): Outcome {
  const sent = atOnce(world.client.write(fd, bytes));
  return sent.ok ? { see: 'wrote', count: sent.value } : { see: 'errno', errno: sent.errno };
}

/** Datagrams joined until none is left; with `max` one, cut to that. An empty one is no end. */
function readDatagrams(world: World, fd: number, max: number | undefined): Outcome {
  let bytes = '';
  for (;;) {
    const got = atOnce(world.client.read(fd, max ?? readBytesMax));
    if (!got.ok && bytes === '' && got.errno !== 'EAGAIN' && got.errno !== 'EINTR')
      return { see: 'errno', errno: got.errno };
    if (got.ok) bytes += byteString(got.value);
    if (!got.ok || max !== undefined) return { see: 'data', bytes, end: false };
  }
}

function make(world: World, action: Extract<HostAction, { readonly as: string }>): Outcome {
  const { client } = world;
  const name = action.as;
  switch (action.do) {
    case 'open':
    case 'reopen':
      return open(world, action);
    case 'pipe': {
      const { capacity } = action;
      const made = client.pipe(capacity === undefined ? { name } : { name, capacity });
      return keepBoth(world, [`${name}.read`, `${name}.write`], made);
    }
    case 'socketpair':
      return keepBoth(world, [`${name}.a`, `${name}.b`], client.socketpair(action.type ?? 'stream', { name }));
    case 'pty':
      return openPty(world, name);
    case 'memfd':
      return memfd(world, action);
    case 'eventfd':
      return keep(world, name, client.eventfd({ name }));
    case 'socket':
      return keep(world, name, client.socket(action.type, { name }));
    case 'listen':
      return listen(world, action);
    case 'connect-socket':
      return connectSocket(world, action);
    case 'accept':
      return keep(world, name, accept(world, descriptorOf(world, action.on), name));
    case 'open-pty':
      return openSlave(world, action);
    case 'udp':
      return udp(world, action);
    case 'dup':
      return keep(world, name, client.dup(descriptorOf(world, action.of)));
    default:
      return assertNever(action);
  }
}

/** write(2) in pieces until all is taken or the next would block. */
function write(world: World, fd: number, bytes: Uint8Array): Outcome {
  let count = 0;
  while (count < bytes.length) {
    const piece = bytes.subarray(count, count + pieceBytes);
    const wrote = atOnce(world.client.write(fd, piece));
    if (!wrote.ok) {
      if (count > 0) break;
      return { see: 'errno', errno: wrote.errno === 'EINTR' ? 'EAGAIN' : wrote.errno };
    }
    count += wrote.value;
    if (wrote.value < piece.length) break;
  }
  return { see: 'wrote', count };
}

/** read(2) until nothing is there, the end, or `max` bytes; a hung-up terminal's EIO is the end. */
function read(world: World, fd: number, max: number): Outcome {
  let bytes = '';
  while (bytes.length < max) {
    const got = atOnce(world.client.read(fd, Math.min(65536, max - bytes.length)));
    if (!got.ok) {
      if (got.errno === 'EIO') return { see: 'data', bytes, end: true };
      if (got.errno === 'EAGAIN' || got.errno === 'EINTR' || bytes !== '') break;
      return { see: 'errno', errno: got.errno };
    }
    if (got.value.length === 0) return { see: 'data', bytes, end: true };
    bytes += byteString(got.value);
  }
  return { see: 'data', bytes, end: false };
}

/** Times that nobody can foretell become symbols. */
function withoutTimes(outcome: Outcome): Outcome {
  if (outcome.see !== 'data') return outcome;
  const bytes = withSymbols(outcome.bytes, false);
  return bytes === outcome.bytes ? outcome : { ...outcome, bytes };
}

/** The times that replies tell are left out, and paths of ptys are symbols. */
function shown(world: World, outcome: Outcome): Outcome {
  if (outcome.see !== 'data') return outcome;
  const { bytes } = outcome;
  if (bytes.startsWith('HTTP/')) return { ...outcome, bytes: world.ports.outText(bytes) };
  return /\/dev\/pts\/\d+ \(label /.test(bytes) ? { ...outcome, bytes: outwardFrom(world, bytes) } : outcome;
}

/** recvmsg(2) until nothing is there; descriptors get these names in order, further ones are closed. */
function receive(world: World, fd: number, max: number, names: readonly string[]): Outcome {
  const { client } = world;
  let bytes = '';
  let fds = 0;
  let end = false;
  while (bytes.length < max && !end) {
    const got = atOnce(client.recvmsg(fd, max - bytes.length, receivedFdsMax, undefined, true));
    if (!got.ok) {
      if (got.errno !== 'EAGAIN' && got.errno !== 'EINTR' && bytes === '') return { see: 'errno', errno: got.errno };
      break;
    }
    for (const each of got.value.fds) {
      const name = names[fds];
      fds += 1;
      if (name === undefined) client.close(each);
      else world.handles.set(name, each);
    }
    end = got.value.bytes.length === 0;
    bytes += byteString(got.value.bytes);
  }
  return { see: 'data', bytes, end, fds };
}

function writeFile(world: World, path: string, bytes: string): Outcome {
  const { client } = world;
  const opened = atOnce(client.open(path, { access: 'w', flags: ['create', 'truncate'] }));
  if (!opened.ok) return finished(opened);
  const wrote = bytes === '' ? ok(0) : client.write(opened.value, bytesOf(bytes));
  client.close(opened.value);
  return finished(wrote);
}

function readFile(world: World, path: string): Outcome {
  const { client } = world;
  const opened = client.open(path, { access: 'r', flags: ['nonblock'] });
  if (!opened.ok) return finished(opened);
  const outcome = read(world, opened.value, readBytesMax);
  client.close(opened.value);
  return outcome.see === 'data' ? { ...outcome, end: true } : outcome;
}

/** Does one thing that the management client's host side does, at once. */
export function performHostAction(world: World, action: HostAction): Outcome {
  const { client } = world;
  if ('as' in action) return make(world, action);
  switch (action.do) {
    case 'write-file':
      return writeFile(world, inward(action.path), action.bytes);
    case 'read-file':
      return readFile(world, inward(action.path));
    case 'read-char-log': {
      const seen = readFile(world, inward(action.path));
      return seen.see === 'data' ? charLogSeen(bytesOf(seen.bytes)) : seen;
    }
    case 'mkdir':
      return finished(client.mkdir(inward(action.path)));
    case 'mkfifo':
      return finished(client.mkfifo(inward(action.path)));
    case 'unlink':
      return finished(client.unlink(inward(action.path)));
    case 'close': {
      const fd = descriptorOf(world, action.handle);
      world.handles.delete(action.handle);
      world.datagrams.delete(action.handle);
      return finished(client.close(fd));
    }
    case 'write':
      return world.datagrams.has(action.to)
        ? writeDatagram(world, descriptorOf(world, action.to), bytesOf(action.bytes))
        : write(world, descriptorOf(world, action.to), bytesOf(action.bytes));
    case 'read': {
      const max = Math.min(action.max ?? readBytesMax, readBytesMax);
      const fd = descriptorOf(world, action.from);
      if (world.datagrams.has(action.from)) return readDatagrams(world, fd, action.max);
      return withoutTimes(
        shown(world, action.fds === undefined ? read(world, fd, max) : receive(world, fd, max, action.fds)),
      );
    }
    case 'seek':
      return finished(client.seek(descriptorOf(world, action.handle), action.to));
    case 'shutdown':
      return finished(client.shutdown(descriptorOf(world, action.socket), action.how));
    case 'write-fds': {
      const fds = action.fds.map((handle) => descriptorOf(world, handle));
      const sent = atOnce(client.sendmsg(descriptorOf(world, action.to), bytesOf(action.bytes), fds));
      return sent.ok ? { see: 'wrote', count: sent.value } : { see: 'errno', errno: sent.errno };
    }
    case 'reset': {
      const fd = descriptorOf(world, action.handle);
      world.handles.delete(action.handle);
      client.resetOnClose(fd);
      return finished(client.close(fd));
    }
    case 'set-flags':
      return finished(client.setStatusFlags(descriptorOf(world, action.of), action.flags));
    case 'get-flags': {
      const status = client.getStatusFlags(descriptorOf(world, action.of));
      return status.ok
        ? { see: 'flags', access: status.value.access, flags: status.value.flags }
        : { see: 'errno', errno: status.errno };
    }
    default:
      return assertNever(action);
  }
}
