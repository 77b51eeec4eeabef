import { type Context, opened, returnsAtOnce, sleepOn, struck } from './context.ts';
import type { Description } from './description.ts';
import { resolvePath } from './namespace.ts';
import type { Gathering, MakeOptions, Process, Received } from './process.ts';
import { done, fail, type Immediate, ok, type Result } from './result.ts';
import { nonblockBit } from './status-flags.ts';
import { acceptFrom, canConnect, connectTo, listenOn, type Socket, type Taken } from './unix-socket.ts';

type SocketCalls = Pick<
  Process,
  'bind' | 'listen' | 'accept' | 'connect' | 'sendmsg' | 'recvmsg' | 'shutdown' | 'socketInfo'
>;
type Open = { readonly description: Description; readonly socket: Socket };

/** Most descriptors in one message (SCM_MAX_FD). */
const messageFdsMax = 253;
const socketPathBytesMax = 108;

function socketAt(context: Context, fd: number): Immediate<Open> {
  const description = opened(context, fd)?.description;
  if (description === undefined) return fail('EBADF');
  if (description.object.kind !== 'socket') return fail('ENOTSOCK');
  if (!description.readable) return fail('EBADF'); // an O_PATH descriptor
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
  const { root } = context.machine;
  return {
    bind(fd: number, path: string): Result<void> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      if (path.length > socketPathBytesMax || at.value.socket.state.path !== '') return fail('EINVAL');
      const place = resolvePath(root, context.start, path);
      if (!place.ok) return place;
      if (place.value.entry !== null) return fail('EADDRINUSE');
      if (place.value.wantsDirectory) return fail('ENOENT');
      place.value.directory.entries.set(place.value.name, { kind: 'socket', object: at.value.socket });
      at.value.socket.state.path = path;
      return done;
    },
    listen(fd: number, backlog: number): Result<void> {
      const at = socketAt(context, fd);
      return at.ok ? listenOn(at.value.socket, backlog) : at;
    },
    accept: (fd, options) => accept(context, fd, options),
    connect: (fd, path) => connect(context, fd, path),
    sendmsg: (fd, bytes, fds) => send(context, fd, bytes, fds),
    recvmsg(fd: number, max: number, maxFds: number, gathering?: Gathering): Result<Received> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      const { description, socket } = at.value;
      const effect = struck(context, 'recvmsg', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      const wanted = effect !== null ? Math.min(max, effect.short) : max;
      const attempt = (): Immediate<Received> => {
        const taken = socket.take(wanted, gathering);
        return taken.ok ? ok(receive(context, taken.value, maxFds)) : taken;
      };
      const result = attempt();
      if (result.ok || result.errno !== 'EAGAIN' || returnsAtOnce(description)) return result;
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
      at.value.socket.shutdown(how);
      return done;
    },
    socketInfo(fd: number): ReturnType<SocketCalls['socketInfo']> {
      const at = socketAt(context, fd);
      if (!at.ok) return at;
      const { type, phase, path, peer } = at.value.socket.state;
      const peerPath = peer?.state.path ?? '';
      return ok({ type, listening: phase === 'listening', connected: phase === 'connected', path, peerPath });
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
    const result = socket.send(offered.subarray(count), count === 0 ? riding : []);
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

/** connect(2); a full backlog is waited for. */
function connect(context: Context, fd: number, path: string): Result<void> {
  const at = socketAt(context, fd);
  if (!at.ok) return at;
  const { description, socket } = at.value;
  const place = resolvePath(context.machine.root, context.start, path);
  if (!place.ok) return place;
  const { entry } = place.value;
  if (entry === null) return fail('ENOENT');
  if (entry.kind !== 'socket') return fail('ECONNREFUSED');
  const server = entry.object;
  const attempt = (): Immediate<void> => connectTo(socket, server, context.machine.descriptions.release);
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
