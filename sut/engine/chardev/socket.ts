import type { Result } from '../../host/result.ts';
import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { descriptorErrors, socketErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine } from '../machine.ts';
import type { SocketSpec } from './backend-spec.ts';
import { type Backend, type Chardev, raise, writeFailed } from './chardev.ts';
import { push, watchForOutput } from './fd-backend.ts';
import type { OpenedBackend } from './open-backend.ts';
import { createPendingList } from './pending.ts';

const readMax = 4096;
/** At most this many descriptors of one message are received. Source: FDSET-04. */
const descriptorsMax = 16;

/** Turns the `fd` of a socket address into a descriptor: by name inside a monitor, by number on the command line. */
export type SocketSource = (text: string) => Attempt<number>;

/** Descriptors that wait become blocking, for everybody who shares them. Source: FDSET-05. */
function makeBlocking(machine: Machine, fd: number): void {
  const status = machine.process.getStatusFlags(fd);
  if (!status.ok || !status.value.flags.includes('nonblock')) return;
  machine.process.setStatusFlags(
    fd,
    status.value.flags.filter((flag) => flag !== 'nonblock'),
  );
}

function setNonblocking(machine: Machine, fd: number): void {
  const status = machine.process.getStatusFlags(fd);
  if (status.ok) machine.process.setStatusFlags(fd, [...status.value.flags, 'nonblock']);
}

type Ends = { readonly listener: number; readonly connection: number; readonly address: string };

/**
 * A unix socket: one connection at a time, taken over or accepted. Its handlers run on the frontend's loop; a connection
 * that hangs up is dropped at once when the frontend takes nothing. Source: FDSET-01..FDSET-09, RT-34, QMP-01.
 */
export function createSocketBackend(machine: Machine, chardev: Chardev, ends: Ends): Backend {
  const { process } = machine;
  const pending = createPendingList(machine);
  let connection = ends.connection;
  let watch: { readonly id: WatchId; readonly loop: MainLoop } | null = null;

  const room = (): number => chardev.frontend?.canRead() ?? 0;
  const stopWatch = (): void => {
    if (watch !== null) watch.loop.removeWatch(watch.id);
    watch = null;
  };
  const loopOf = (): MainLoop => chardev.frontend?.loop ?? machine.mainLoop;

  const connectionReady = (): boolean => {
    const poll = process.poll(connection);
    return poll.ok && (poll.value.hup || poll.value.err || (poll.value.in && room() > 0));
  };
  function* onConnection(): Task<boolean> {
    if (room() <= 0) return yield* disconnect();
    const got = process.recvmsg(connection, Math.min(readMax, room()), descriptorsMax, 'before-descriptors');
    if (!got.ok) return got.errno === 'EAGAIN' ? true : yield* disconnect();
    const { bytes, fds } = got.value;
    if (fds.length > 0) pending.replace(fds);
    for (const fd of pending.held()) makeBlocking(machine, fd); // at every read, not only theirs
    if (bytes.length === 0) return yield* disconnect();
    if (chardev.frontend !== null) yield* chardev.frontend.read(bytes);
    return true;
  }
  function* disconnect(): Task<boolean> {
    stopWatch();
    pending.replace([]);
    process.close(connection);
    connection = -1;
    yield* raise(chardev, 'closed');
    if (watch === null) arm();
    return false;
  }
  const someoneWaits = (): boolean => {
    const poll = process.poll(ends.listener);
    return poll.ok && poll.value.in;
  };
  function* onListener(): Task<boolean> {
    const accepted = process.accept(ends.listener, {
      name: `${chardev.label}.connection`,
      closeOnExec: true,
      nonblock: true,
    });
    if (!accepted.ok) return true;
    connection = accepted.value;
    stopWatch();
    arm();
    yield* raise(chardev, 'opened');
    return false;
  }
  function arm(): void {
    const loop = loopOf();
    if (connection >= 0) {
      watch = { loop, id: addWatch(machine, loop, `${chardev.label}.connection`, connectionReady, onConnection) };
    } else if (ends.listener >= 0) {
      watch = { loop, id: addWatch(machine, loop, `${chardev.label}.listener`, someoneWaits, onListener) };
    }
  }

  if (connection >= 0) setNonblocking(machine, connection);
  arm();
  return {
    filename: () => (connection < 0 ? `disconnected:${ends.address}` : ends.listener < 0 ? 'unix:' : ends.address),
    write: (bytes) => (connection < 0 ? immediate(writeFailed) : push(machine, connection, bytes, sendBytes)),
    watchOutput: (loop, callback) => (connection < 0 ? null : watchForOutput(machine, loop, connection, callback)),
    frontendChanged(): void {
      stopWatch();
      arm();
    },
    close(): void {
      stopWatch();
      pending.replace([]);
      if (connection >= 0) process.close(connection);
      if (ends.listener >= 0) process.close(ends.listener);
      connection = -1;
    },
    pending,
  };
}

/** Sockets are written with sendmsg(2). */
function sendBytes(machine: Machine, fd: number, bytes: Uint8Array): Result<number> {
  return machine.process.sendmsg(fd, bytes, []);
}

/** The address of a listening socket: the name under which the host knows it. */
function listenerAddress(machine: Machine, fd: number): string {
  const found = machine.process.descriptors().find((each) => each.fd === fd);
  return `unix:${found?.object ?? ''},server=on`;
}

/**
 * Opens a socket chardev on a descriptor. What fails before the look-up leaves the name alone, what fails after it closes
 * the descriptor. Source: GETFD-07..GETFD-10.
 */
export function openSocketBackend(
  machine: Machine,
  chardev: Chardev,
  spec: SocketSpec,
  source: SocketSource,
): Attempt<OpenedBackend> {
  const wrong = socketOptionError(spec);
  if (wrong !== null) return failure(wrong);
  const { address } = spec;
  if (address.kind === 'fd' && address.text === '' && spec.server) {
    const nowhere = { listener: -1, connection: -1, address: 'fd:,server=on' };
    return success({ backend: createSocketBackend(machine, chardev, nowhere), open: false });
  }
  if (address.kind === 'unbuilt') return failure(`charsim: socket address type '${address.word}' is not built yet`);
  return address.kind === 'path'
    ? connectTo(machine, chardev, address.path)
    : takeDescriptor(machine, chardev, address.text, spec.server, source);
}

/** Options that exclude each other; given at all is enough, whatever the value. Source: GETFD-08; both QEMUs. */
function socketOptionError({ address, server, wait, reconnectSeconds, tlsCredentials }: SocketSpec): string | null {
  if (tlsCredentials !== null) return socketErrors.noCredentials(tlsCredentials);
  if (reconnectSeconds !== null && address.kind === 'fd') return socketErrors.reconnectWithFd;
  if (reconnectSeconds !== null && server) return socketErrors.reconnectListening;
  return wait !== null && !server ? socketErrors.waitConnecting : null;
}

/** A client of a unix socket on the host. A connection that the listener has no room for is refused. */
function connectTo(machine: Machine, chardev: Chardev, path: string): Attempt<OpenedBackend> {
  const { process } = machine;
  if (path === '') return failure(socketErrors.connectFailed(path, errnoText('ECONNREFUSED')));
  const made = process.socket('stream', { name: chardev.label, closeOnExec: true, nonblock: true });
  if (!made.ok) return failure(socketErrors.connectFailed(path, errnoText(made.errno)));
  const connected = process.connect(made.value, path);
  if (!connected.ok) {
    process.close(made.value);
    return failure(socketErrors.connectFailed(path, errnoText(connected.errno)));
  }
  const ends = { listener: -1, connection: made.value, address: `unix:${path}` };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
}

/** A connected or listening socket that was passed. Source: GETFD-07..GETFD-10. */
function takeDescriptor(
  machine: Machine,
  chardev: Chardev,
  text: string,
  server: boolean,
  source: SocketSource,
): Attempt<OpenedBackend> {
  const found = source(text);
  if (!found.ok) return found;
  const fd = found.value;
  const info = machine.process.socketInfo(fd);
  if (!info.ok) {
    machine.process.close(fd);
    return failure(descriptorErrors.notSocket(text));
  }
  if (!server) {
    const ends = { listener: -1, connection: fd, address: `fd:${text}` };
    return success({ backend: createSocketBackend(machine, chardev, ends), open: true });
  }
  const listening = machine.process.listen(fd, 1);
  if (!listening.ok) {
    machine.process.close(fd);
    return failure(socketErrors.listenFailed(errnoText(listening.errno)));
  }
  const ends = { listener: fd, connection: -1, address: listenerAddress(machine, fd) };
  return success({ backend: createSocketBackend(machine, chardev, ends), open: false });
}
