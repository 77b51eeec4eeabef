import { type Context, opened, returnsAtOnce, sleepOn, struck } from './context.ts';
import { type Description, isNonblocking } from './description.ts';
import { resolvePath } from './namespace.ts';
import { portAt, seenFrom } from './ports.ts';
import type { Gathering, MakeOptions, Process, Received, SocketAddress } from './process.ts';
import { done, fail, type Immediate, ok, type Result } from './result.ts';
import { nonblockBit, pathBit } from './status-flags.ts';
import { isClosedTcp } from './tcp.ts';
import { acceptFrom, canConnect, connectTo, listenOn, type Socket, type Taken } from './unix-socket.ts';

type SocketCalls = Pick<
  Process,
  'bind' | 'listen' | 'accept' | 'connect' | 'resetOnClose' | 'sendmsg' | 'recvmsg' | 'shutdown' | 'socketInfo'
>;
type Open = { readonly description: Description; readonly socket: Socket };

/** Most descriptors in one message (SCM_MAX_FD). */
const messageFdsMax = 253;
const socketPathBytesMax = 108;

function socketAt(context: Context, fd: number): Immediate<Open> {
  const description = opened(context, fd)?.description;
  if (description === undefined) return fail('EBADF');
  if ((description.bits & pathBit) !== 0) return fail('EBADF');
  if (description.object.kind !== 'socket') return fail('ENOTSOCK');
  return ok({ description, socket: description.object as Socket });
}

/** Gives received descriptions numbers: at most `max`, and only while the table has room; the rest is released. */
function receive(context: Context, taken: Taken, max: number): Received {
  const fds: number[] = [];
  for (const description of taken.fds) {
    const fd = fds.length < max ? context.table.lowestFree(0) : null;
    if (fd === null) {
      context.machine.descriptions.release(description);
      continue;
    }
    context.table.put(fd, { description, closeOnExec: true });
    fds.push(fd);
  }
  return { bytes: taken.bytes, fds, truncated: fds.length < taken.fds.length };
}

/** The calls that only sockets know. */
export function socketCalls(context: Context): SocketCalls {
  return {
    bind: (fd, where) => bind(context, fd, where),
    listen(fd: number, backlog: number): Result<void> {
      const at = socketAt(context, fd);
      return at.ok ? listenOn(at.value.socket, backlog) : at;
    },
    accept: (fd, options) => accept(context, fd, options),
    connect: (fd, where) => connect(context, fd, where),
    resetOnClose(fd: number): Result<void> {
      const at = socketAt(context, fd);
      if (at.ok) at.value.socket.state.resets = true;
      return at.ok ? done : at;
    },
    sendmsg: (fd, bytes, fds) => send(context, fd, bytes, fds),
    recvmsg(fd: number, max: number, maxFds: number, gathering?: Gathering, dontWait = false): Result<Received> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      const { description, socket } = at.value;
      const effect = struck(context, 'recvmsg', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      const wanted = effect !== null ? Math.min(max, effect.short) : max;
      const attempt = (): Immediate<Received> => {
        const taken = socket.take(!dontWait && !isNonblocking(description), wanted, gathering);
        return taken.ok ? ok(receive(context, taken.value, maxFds)) : taken;
      };
      const result = attempt();
      if (result.ok || result.errno !== 'EAGAIN' || dontWait || returnsAtOnce(description)) return result;
      return sleepOn<Received>(context, description, {
        awake: () => socket.wakesReader(description),
        attempt(): Result<Received> | null {
          const again = attempt();
          return !again.ok && again.errno === 'EAGAIN' ? null : again;
        },
        giveUp: () => fail('EINTR'),
      });
    },
    shutdown(fd: number, how: 'r' | 'w' | 'rw'): Result<void> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      if (isClosedTcp(at.value.socket.state)) return fail('ENOTCONN');
      at.value.socket.shutdown(how);
      return done;
    },
    socketInfo(fd: number): ReturnType<SocketCalls['socketInfo']> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      const { family, type, phase, path, local, peer } = at.value.socket.state;
      return ok({
        family,
        type,
        listening: phase === 'listening',
        connected: phase === 'connected',
        path: path.startsWith('\0') ? '' : path,
        peerPath: peer?.state.path.startsWith('\0') ? '' : (peer?.state.path ?? ''),
        local,
        peer: seenFrom(local, peer?.state.local ?? null),
      });
    },
  };
}

/** accept4(2): the number is set aside first, so a full table leaves the connection waiting. */
function accept(context: Context, fd: number, options: MakeOptions | undefined): Result<number> {
  const at = socketAt(context, fd);
  if (!at.ok) return at;
  const { description, socket } = at.value;
  const effect = struck(context, 'accept', description.name);
  if (effect !== null && 'errno' in effect) return fail(effect.errno);
  const number = context.table.lowestFree(0);
  if (number === null) return fail('EMFILE');
  const attempt = (): Immediate<number> => {
    const accepted = acceptFrom(socket);
    if (!accepted.ok) return accepted;
    const bits = options?.nonblock === true ? nonblockBit : 0;
    const made = context.machine.descriptions.create(accepted.value, 'rw', bits, options?.name ?? '');
    context.table.put(number, { description: made, closeOnExec: options?.closeOnExec ?? false });
    return ok(number);
  };
  const result = attempt();
  if (result.ok || result.errno !== 'EAGAIN' || returnsAtOnce(description)) return result;
  context.table.reserve(number);
  return sleepOn<number>(context, description, {
    awake: () => socket.wakesReader(description),
    attempt(): Result<number> | null {
      const again = attempt();
      if (!again.ok && again.errno === 'EAGAIN') return null;
      if (!again.ok) context.table.unreserve(number);
      return again;
    },
    giveUp(): Result<number> {
      context.table.unreserve(number);
      return fail('EINTR');
    },
  });
}

/** sendmsg(2) with SCM_RIGHTS: copies of the descriptions ride on the first byte; if nothing was sent they are dropped. */
function send(context: Context, fd: number, bytes: Uint8Array, fds: readonly number[]): Result<number> {
  const at = socketAt(context, fd);
  if (!at.ok) return at;
  const { description, socket } = at.value;
  const { descriptions } = context.machine;
  if (fds.length > messageFdsMax) return fail('EINVAL');
  const riding: Description[] = [];
  for (const each of fds) {
    const found = opened(context, each)?.description;
    if (found === undefined) return fail('EBADF');
    riding.push(found);
  }
  const effect = struck(context, 'sendmsg', description.name);
  if (effect !== null && 'errno' in effect) return fail(effect.errno);
  const offered = effect !== null ? bytes.subarray(0, effect.short) : bytes;
  for (const each of riding) descriptions.hold(each);
  let count = 0;
  const drop = (result: Result<number>): Result<number> => {
    const rides = count > 0 || (socket.state.type === 'dgram' && result.ok);
    if (!rides) for (const each of riding) descriptions.release(each);
    return !result.ok && count > 0 ? ok(count) : result;
  };
  const attempt = (): Result<number> | null => {
    const result = count === 0 ? socket.send(offered, riding) : socket.send(offered.subarray(count), []);
    if (result.ok) {
      count += result.value;
      return count === offered.length || returnsAtOnce(description) ? drop(ok(count)) : null;
    }
    if (result.errno !== 'EAGAIN' || returnsAtOnce(description)) return drop(result);
    return null;
  };
  return (
    attempt() ??
    sleepOn<number>(context, description, {
      awake: () => socket.wakesWriter(description),
      attempt,
      giveUp: () => drop(fail('EINTR')),
    })
  );
}

/** bind(2). EADDRINUSE for a path that exists, a name in use, a port that somebody listens on. */
function bind(context: Context, fd: number, where: SocketAddress): Result<void> {
  const at = socketAt(context, fd);
  if (!at.ok) return at;
  const { machine } = context;
  const { socket } = at.value;
  const { state } = socket;
  if (state.path !== '' || state.local !== null) return fail('EINVAL');
  if (typeof where === 'object') {
    if ('port' in where) return machine.ports.bind(socket, where);
    if (machine.abstractNames.get(where.abstract)?.state.closed === false) return fail('EADDRINUSE');
    machine.abstractNames.set(where.abstract, socket);
    state.path = `\0${where.abstract}`;
    return done;
  }
  if (where.length > socketPathBytesMax) return fail('EINVAL');
  const place = resolvePath(machine.root, context.start, where);
  if (!place.ok) return place;
  if (place.value.entry !== null) return fail('EADDRINUSE');
  if (place.value.wantsDirectory) return fail('ENOENT');
  place.value.directory.entries.set(place.value.name, { kind: 'socket', object: socket });
  state.path = where;
  return done;
}

/** The socket that is bound there. */
function boundAt(context: Context, where: SocketAddress): Immediate<Socket> {
  const { machine } = context;
  if (typeof where === 'object') {
    const bound = 'port' in where ? portAt(machine.ports, where) : machine.abstractNames.get(where.abstract);
    return bound === undefined ? fail('ECONNREFUSED') : ok(bound);
  }
  const place = resolvePath(machine.root, context.start, where);
  if (!place.ok) return place;
  const { entry } = place.value;
  if (entry === null) return fail('ENOENT');
  return entry.kind === 'socket' ? ok(entry.object) : fail('ECONNREFUSED');
}

/** connect(2); a full backlog is waited for. */
function connect(context: Context, fd: number, where: SocketAddress): Result<void> {
  const at = socketAt(context, fd);
  if (!at.ok) return at;
  const { description, socket } = at.value;
  const bound = boundAt(context, where);
  if (!bound.ok) return bound;
  const server = bound.value;
  const attempt = (): Immediate<void> => {
    const connected = connectTo(socket, server, context.machine.descriptions.release);
    if (connected.ok && typeof where === 'object' && 'port' in where)
      context.machine.ports.joined(socket, where, server.state.local?.host ?? '');
    return connected;
  };
  const result = attempt();
  if (result.ok || result.errno !== 'EAGAIN' || returnsAtOnce(description)) return result;
  return sleepOn<void>(context, description, {
    awake: () => canConnect(server),
    attempt(): Result<void> | null {
      const again = attempt();
      return !again.ok && again.errno === 'EAGAIN' ? null : again;
    },
    giveUp: () => fail('EINTR'),
  });
}
