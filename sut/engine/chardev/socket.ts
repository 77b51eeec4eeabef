import { completed } from '../../host/completed.ts';
import type { Result } from '../../host/result.ts';
import type { MainLoop, TimerId, WatchId } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { socketErrors } from '../error-text.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine, scheduleOnMainLoop } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { type Backend, type Chardev, deliver, type OutputCallback, raise, roomFor } from './chardev.ts';
import { push, watchForOutput } from './fd-backend.ts';
import { createPendingList } from './pending.ts';
import { writeAgain, writeUnconnected } from './write-result.ts';

const readMax = 4096;
/** At most this many descriptors of one message are received. Source: FDSET-04. */
const descriptorsMax = 16;

/** Received descriptors become blocking, for everybody who shares them. Source: FDSET-05. */
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

/** Whether a hang-up is honoured before what the peer had sent was read. Source: Q-SOCK-2. */
function hangUpDiscards(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-SOCK-2');
}

/**
 * What a socket chardev is made of. `address` is how it is called while nobody is connected. `reconnect`: a client that
 * connects to `path` by itself, and again `delayNs` after each failure and each disconnect.
 */
export type SocketEnds = {
  readonly listener: number;
  readonly connection: number;
  readonly address: string;
  /** A server that listens nowhere: it waits to be given a client. */
  readonly given?: true;
  readonly reconnect?: { readonly path: string; readonly delayNs: number };
};

type Link = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly ends: SocketEnds;
  connection: number;
  watch: { readonly id: WatchId; readonly loop: MainLoop } | null;
  timer: TimerId | null;
  /** A failed attempt was told and nothing went well since. Source: SOCK-05. */
  failureTold: boolean;
  closed: boolean;
  /** Its hang-up was seen and waits for its turn. */
  hangingUp: boolean;
  /** How many connections have ended. */
  ended: number;
  readonly pending: ReturnType<typeof createPendingList>;
};

function stopWatch(link: Link): void {
  if (link.watch !== null) link.watch.loop.removeWatch(link.watch.id);
  link.watch = null;
}

function isReadable(link: Link): boolean {
  const { process } = link.machine;
  const poll = process.poll(link.connection);
  if (!poll.ok) return false;
  const room = roomFor(link.chardev);
  if (poll.value.in && room > 0) return true;
  if (link.hangingUp || (!poll.value.hup && !poll.value.err)) return false;
  const hasReader = link.chardev.frontend?.listening === true;
  if (hangUpDiscards(link.machine) || room > 0 || !hasReader) return true;
  const left = process.ioctl(link.connection, 'FIONREAD');
  return !left.ok || left.value === 0;
}

const nothing = new Uint8Array(0);

function* onReadable(link: Link): Task<boolean> {
  const { machine, chardev } = link;
  const room = roomFor(chardev);
  if (room <= 0) {
    if (!machine.profile.hangUpComesLast) return yield* disconnect(link);
    hangUpLater(link);
    return true;
  }
  const poll = machine.process.poll(link.connection);
  const hangsUp = poll.ok && poll.value.hup && machine.profile.hangUpAfterOneRead;
  const got = machine.process.recvmsg(link.connection, Math.min(readMax, room), descriptorsMax, 'before-descriptors');
  const { bytes, fds } = got.ok ? got.value : { bytes: nothing, fds: [] };
  if (fds.length > 0) link.pending.replace(fds);
  for (const fd of link.pending.held()) makeBlocking(machine, fd); // again at every read, by experiment
  if (!got.ok) return got.errno === 'EAGAIN' ? true : yield* disconnect(link);
  if (bytes.length === 0) return yield* disconnect(link);
  yield* deliver(chardev, bytes);
  return hangsUp && link.connection >= 0 ? yield* disconnect(link) : true;
}

/** After two rounds of bottom halves, whatever the first of them does, unless the connection has ended by then. */
function hangUpLater(link: Link): void {
  const { machine, ended } = link;
  link.hangingUp = true;
  scheduleOnMainLoop(machine, 'hang-up', () => {
    scheduleOnMainLoop(machine, 'hang-up', function* (): Task<void> {
      link.hangingUp = false;
      if (link.ended === ended && link.connection >= 0) yield* disconnect(link);
    });
    return immediate(undefined);
  });
}

/** Pending descriptors, connection, listener, CLOSED, timer. Source: SOCK-12. */
function* disconnect(link: Link): Task<boolean> {
  const { machine } = link;
  stopWatch(link);
  link.pending.replace([]);
  machine.process.close(link.connection);
  link.connection = -1;
  link.ended += 1;
  arm(link);
  yield* raise(link.chardev, 'closed');
  startTimer(link);
  return false;
}

function* connected(link: Link, fd: number): Task<void> {
  link.connection = fd;
  link.failureTold = false;
  stopWatch(link);
  arm(link);
  yield* raise(link.chardev, 'opened');
}

function* onListener(link: Link): Task<boolean> {
  const accepted = link.machine.process.accept(link.ends.listener, { closeOnExec: true, nonblock: true });
  if (!accepted.ok) return true;
  yield* connected(link, accepted.value);
  return false;
}

/** The connection is watched while there is one, else the listener, if any. Source: SOCK-03. */
function arm(link: Link): void {
  const { machine, chardev, ends } = link;
  const loop = chardev.frontend?.loop ?? machine.mainLoop;
  if (link.connection >= 0) {
    const ready = (): boolean => isReadable(link);
    const id = addWatch(machine, loop, `${chardev.label}.connection`, ready, () => onReadable(link));
    link.watch = { loop, id };
  } else if (ends.listener >= 0) {
    const ready = (): boolean => {
      const poll = machine.process.poll(ends.listener);
      return poll.ok && poll.value.in;
    };
    link.watch = { loop, id: addWatch(machine, loop, `${chardev.label}.listener`, ready, () => onListener(link)) };
  }
}

/** The timer runs for the whole delay after each failure and each disconnect. Source: SOCK-06. */
function startTimer(link: Link): void {
  const { machine, ends } = link;
  if (ends.reconnect === undefined || link.closed) return;
  link.timer = machine.mainLoop.addTimer(ends.reconnect.delayNs, () => {
    link.timer = null;
    startConnecting(link);
    return immediate(undefined);
  });
}

/** connect(2) as the sockets of QEMU do it: an empty path is an abstract name, and nobody has it. Source: both QEMUs. */
export function connectSocket(machine: Machine, fd: number, path: string): Result<void> {
  return path === '' ? { ok: false, errno: 'ECONNREFUSED', sleep: null } : machine.process.connect(fd, path);
}

/** One attempt, in a thread of its own; the main loop takes the result. Source: SOCK-05. */
function startConnecting(link: Link): void {
  const { machine, chardev, ends } = link;
  const path = ends.reconnect?.path ?? '';
  function* connecting(): Task<void> {
    const { process } = machine;
    const made = process.socket('stream', { closeOnExec: true });
    let why = made.ok ? null : made.errno;
    if (made.ok) {
      const begun = connectSocket(machine, made.value, path);
      const ended = begun.ok ? begun : yield* completed(begun, 'connect');
      if (!ended.ok) why = ended.errno;
    }
    if (machine.exitStatus !== null) return;
    if (made.ok && (why !== null || link.closed)) process.close(made.value);
    if (link.closed) return;
    scheduleOnMainLoop(machine, 'connected', function* (): Task<void> {
      if (link.closed) {
        if (made.ok && why === null) process.close(made.value);
        return;
      }
      if (made.ok && why === null) {
        setNonblocking(machine, made.value);
        yield* connected(link, made.value);
        return;
      }
      if (!link.failureTold) {
        const text = socketErrors.connectFailed(path, errnoText(why ?? 'EIO'));
        machine.stderr.push(`qemu-system-x86_64: Unable to connect character device ${chardev.label}: ${text}`);
      }
      link.failureTold = true;
      startTimer(link);
    });
  }
  machine.scheduler.spawn('connect', connecting());
}

/** Source: SOCK-20, SOCK-21, SOCK-22. */
function filename(link: Link): string {
  const { machine, ends } = link;
  const listens = ends.listener >= 0 || ends.given === true;
  if (link.connection < 0) return `disconnected:${ends.address}${listens ? ',server=on' : ''}`;
  const info = machine.process.socketInfo(link.connection);
  if (!info.ok) return 'unix:';
  if (listens) return `unix:${info.value.path},server=on`;
  return `unix:${machine.profile.clientShowsPeer ? info.value.peerPath : ''}`;
}

/** A failed write ends the connection only when nobody reads, who would find out anyway. Source: SOCK-13. */
function* write(link: Link, bytes: Uint8Array): Task<number> {
  if (link.connection < 0) return writeUnconnected;
  // a monitor's own connection is left alone by faults on write(2)
  const isMonitor = link.chardev.label.startsWith('charsim-');
  const count = yield* push(link.machine, link.connection, bytes, isMonitor ? sendBytes : undefined);
  if (count < 0 && count !== writeAgain && roomFor(link.chardev) <= 0) yield* disconnect(link);
  return count;
}

/** Calls back once, for room or for a hang-up, whichever comes first. Source: CHR-91, CHR-92. */
function watchOutput(link: Link, loop: MainLoop, callback: OutputCallback): WatchId | null {
  if (link.connection < 0) return null;
  const { ended } = link;
  return watchForOutput(link.machine, loop, link.connection, callback, undefined, () => link.ended !== ended);
}

/**
 * A unix socket: one connection at a time, taken over, accepted or made. Its handlers run on the frontend's loop; a
 * connection that hangs up is dropped at once when the frontend takes nothing. Source: SOCK-01..SOCK-16, FDSET-01..09.
 */
export function createSocketBackend(machine: Machine, chardev: Chardev, ends: SocketEnds): Backend {
  const link: Link = {
    machine,
    chardev,
    ends,
    connection: ends.connection,
    watch: null,
    timer: null,
    failureTold: false,
    closed: false,
    hangingUp: false,
    ended: 0,
    pending: createPendingList(machine),
  };
  if (ends.connection >= 0) setNonblocking(machine, ends.connection);
  arm(link);
  if (ends.reconnect !== undefined) startConnecting(link);
  return {
    filename: () => filename(link),
    write: (bytes) => write(link, bytes),
    watchOutput: (loop, callback) => watchOutput(link, loop, callback),
    movable: true,
    frontendChanged(): Task<void> {
      stopWatch(link);
      arm(link);
      return immediate(undefined);
    },
    close(): void {
      link.closed = true;
      stopWatch(link);
      if (link.timer !== null) machine.mainLoop.cancelTimer(link.timer);
      link.pending.replace([]);
      if (link.connection >= 0) machine.process.close(link.connection);
      link.connection = -1;
      if (ends.listener >= 0) closeListener(machine, ends.listener);
    },
    pending: link.pending,
    *addClient(fd: number): Task<boolean> {
      if (link.connection >= 0) return false;
      setNonblocking(machine, fd);
      yield* connected(link, fd);
      return true;
    },
  };
}

/** Sockets are written with sendmsg(2). */
function sendBytes(machine: Machine, fd: number, bytes: Uint8Array): Result<number> {
  return machine.process.sendmsg(fd, bytes, []);
}

/** Its path goes with it, also when the socket was passed. Source: CHR-13; by experiment on both releases. */
function closeListener(machine: Machine, listener: number): void {
  const info = machine.process.socketInfo(listener);
  if (info.ok && info.value.path !== '') machine.process.unlink(info.value.path);
  machine.process.close(listener);
}
