import type { SocketInfo, TcpAddress } from '../../host/process.ts';
import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { immediate } from '../immediate.ts';
import { addWatch, type Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import {
  type Backend,
  type Chardev,
  type HandedOver,
  type OutputCallback,
  raise,
  roomFor,
  type Writer,
} from './chardev.ts';
import { closeConnection } from './deserted-websocket.ts';
import { callOnce, watchForOutput } from './fd-backend.ts';
import { createPendingList } from './pending.ts';
import { hand, handRest, readMax } from './socket-input.ts';
import {
  calledListener,
  isStarved,
  type Link,
  type SocketEnds,
  stopWatches,
  type Waits,
  watch,
  watchListener,
} from './socket-link.ts';
import { socketName } from './socket-name.ts';
import { negotiate, watchWire } from './socket-negotiation.ts';
import { startConnecting, startTimer } from './socket-reconnect.ts';
import { type ByteStream, createPlainStream, type Outgoing } from './socket-stream.ts';
import { waitConnected } from './socket-wait.ts';
import { createTelnetFilter } from './telnet-filter.ts';
import { writeAgain, writeUnconnected } from './write-result.ts';

function setNonblocking(machine: Machine, fd: number): void {
  const status = machine.process.getStatusFlags(fd);
  if (status.ok) machine.process.setStatusFlags(fd, [...status.value.flags, 'nonblock']);
}

/** Whether a hang-up is honoured before what the peer had sent was read. Source: Q-SOCK-2. */
function hangUpDiscards(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-SOCK-2');
}

/** Whether what the last client left half said counts for the next one. Source: Q-TEL-1. */
function filterRemembers(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-TEL-1');
}

/** Whether those who wait for output are forgotten when the connection ends. Source: Q-SOCK-1. */
function forgetsWaiting(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-SOCK-1');
}

/** A socket's backend, which may be given what it listens on later. */
export type SocketBackend = Backend & { listenOn(listeners: readonly number[], address: string): void };

type Running = { readonly link: Link; readonly outgoing: Outgoing };

/** Whether the main loop has still to look at the frames: who reads in another thread is not woken by what it finds. */
function isBehindWire(link: Link): boolean {
  return link.websocket?.wireReady() === true && !readsOnMainLoop(link);
}

const readsOnMainLoop = ({ machine, chardev }: Link): boolean =>
  (chardev.frontend?.loop ?? machine.mainLoop) === machine.mainLoop;

function isReadable(link: Link): boolean {
  const { machine, chardev, stream, hangingUp } = link;
  if (stream === null || isBehindWire(link)) return false;
  const room = roomFor(chardev);
  if (room > 0 && stream.hasInput()) return true;
  if (hangingUp || !stream.hangsUp() || (room <= 0 && isStarved(link))) return false;
  if (room > 0 && foundByReading(machine) && stream.isTriedInVain?.()) return false;
  // one that is still to take another's place will have a reader
  const hasReader = chardev.frontend?.listening === true || ![...machine.chardevs.values()].includes(chardev);
  return hangUpDiscards(machine) || room > 0 || !hasReader || stream.isDrained();
}

/** Whether a hang-up is left to reading while there is room: a datagram socket's never comes then. Source: experiment. */
function foundByReading({ profile }: Machine): boolean {
  return profile.hangUpComesLast;
}

function isOver(stream: ByteStream): boolean {
  return stream.hangsUp() && stream.isDrained();
}

function* onReadable(running: Running): Task<boolean> {
  const { link } = running;
  const { machine, chardev, stream } = link;
  const room = roomFor(chardev);
  if (stream === null) return yield* disconnect(running);
  if (room <= 0) {
    if (!machine.profile.hangUpComesLast) return yield* disconnect(running);
    hangUpLater(running);
    return true;
  }
  const hangsUp = stream.hangsUp() && machine.profile.hangUpAfterOneRead;
  const { ended } = link;
  const got = stream.take(Math.min(readMax, room));
  if (got.kind === 'again') return foundByReading(machine) || !isOver(stream) ? true : yield* disconnect(running);
  if (got.kind === 'failed' || got.bytes.length === 0) return yield* disconnect(running);
  yield* hand(link, got.bytes);
  if (link.websocket !== null && machine.profile.framesOverrun) yield* handRest(link, room);
  return hangsUp && link.ended === ended ? yield* disconnect(running) : true;
}

/**
 * Once the loop has nothing else to do, unless the connection has ended by then. On the loop of who reads: on another one
 * CLOSED could come after the next client's OPENED. Source: chardev/char-socket.c (update_ioc_handlers, hup_source).
 */
function hangUpLater(running: Running): void {
  const { link } = running;
  const { machine, chardev, ended } = link;
  const loop = chardev.frontend?.loop ?? machine.mainLoop;
  link.hangingUp = true;
  loop.scheduleWhenIdle('hang-up', () => hangUp(running, ended));
}

function* hangUp(running: Running, ended: number): Task<void> {
  const { link } = running;
  link.hangingUp = false;
  if (link.ended === ended && link.connection >= 0) yield* disconnect(running);
}

/** Closes the connection, or leaves that to whoever still waits on this one; one poll has told reader and writer. Source: Q-SOCK-1. */
function dropConnection(link: Link): void {
  const { machine, connection } = link;
  const poll = machine.process.poll(connection);
  if (poll.ok && (poll.value.out || poll.value.hup || poll.value.err)) link.endedReady = link.ended;
  link.connection = -1;
  if (link.waits.count > 0 && machine.profile.waitingKeepsOpen) link.lingering.add(link.waits);
  else closeConnection(machine, connection, link.websocket);
}

/** One waits no more; with the last of them a connection that has ended is closed. */
function stopWaiting({ machine, lingering }: Link, waits: Waits): void {
  waits.count -= 1;
  if (waits.count === 0 && lingering.delete(waits)) machine.process.close(waits.fd);
}

/** Pending descriptors, connection, listener, CLOSED where it was OPENED, timer. Source: SOCK-12. */
function* disconnect(running: Running): Task<boolean> {
  const { link, outgoing } = running;
  const wasConnected = link.stage === 'connected';
  stopWatches(link);
  link.pending.replace([]);
  outgoing.fds = [];
  dropConnection(link);
  link.stream = null;
  link.websocket = null;
  link.stage = 'disconnected';
  link.ended += 1;
  arm(running);
  if (wasConnected) yield* raise(link.chardev, 'closed');
  startTimer(link, (fd) => connected(running, fd));
  return false;
}

/** Nobody waits on it yet. */
function takeOn(link: Link, fd: number): void {
  link.connection = fd;
  link.waits = { fd, count: 0 };
}

/** A descriptor is connected; what its chardev asks for comes before OPENED. Source: SOCK-12, section 6 (states). */
function* connected(running: Running, fd: number): Task<void> {
  const { link, outgoing } = running;
  stopWatches(link);
  setNonblocking(link.machine, fd);
  takeOn(link, fd);
  link.failureTold = false;
  link.websocket = null;
  link.stream = createPlainStream(link.machine, link.chardev, fd, link.pending, outgoing);
  yield* negotiate(link, {
    gone: () => disconnect(running),
    ready: () => ready(running),
  });
}

function* ready(running: Running): Task<void> {
  const { link } = running;
  link.stage = 'connected';
  if (link.filter !== null && !filterRemembers(link.machine)) link.filter.reset();
  stopWatches(link);
  arm(running);
  yield* raise(link.chardev, 'opened');
}

function* onListener(running: Running): Task<boolean> {
  const { link } = running;
  const listener = calledListener(link.machine, link.ends) ?? -1;
  const accepted = link.machine.process.accept(listener, { closeOnExec: true, nonblock: true });
  if (!accepted.ok) return true;
  yield* connected(running, accepted.value);
  return false;
}

/** The connection is watched while there is one, else the listener, if any. Source: SOCK-03. */
function arm(running: Running): void {
  const { link } = running;
  const { ends } = link;
  if (link.stage === 'connected') {
    watchWire(link, () => readsOnMainLoop(link) && isReadable(link));
    watch(
      link,
      'connection',
      () => isReadable(link),
      () => onReadable(running),
    );
  } else if (link.stage === 'disconnected' && ends.listeners.length > 0) {
    watchListener(link, () => onListener(running));
  }
}

/** A failed write ends the connection only when nobody reads, who would find out anyway. Source: SOCK-13. */
function write(running: Running, bytes: Uint8Array): MaybeTask {
  const { stage, stream } = running.link;
  if (stage !== 'connected' || stream === null) return writeUnconnected;
  const given = stream.write(bytes);
  return typeof given === 'number' && given >= 0 ? given : written(running.link, given, () => disconnect(running));
}

function* written(link: Link, given: MaybeTask, end: () => Task<boolean>): Task<number> {
  const count = typeof given === 'number' ? given : yield* given;
  if (count < 0 && count !== writeAgain && roomFor(link.chardev) <= 0) yield* end();
  return count;
}

/** Calls back once, for room or for a hang-up, whichever comes first. Source: CHR-91, CHR-92, Q-SOCK-1. */
function watchOutput(link: Link, loop: MainLoop, callback: OutputCallback, writer?: Writer): WatchId | null {
  const { machine, ended, websocket } = link;
  if (link.connection < 0) return null;
  const forgotten = forgetsWaiting(machine) || machine.profile.waitingKeepsOpen;
  const gone = forgotten ? (): boolean => link.endedReady === ended : (): boolean => link.ended !== ended;
  if (websocket !== null) {
    // frames that waited go with a connection that is closed, and there is room
    const over = (): boolean => (machine.profile.waitingKeepsOpen ? gone() : link.ended !== ended);
    return addWatch(
      loop,
      'output',
      () => websocket.canWrite() || over(),
      () => callOnce(callback, gone),
    );
  }
  const { waits } = link;
  waits.count += 1;
  // once the connection is over the next write finds no watch any more; while nobody reads a try in vain ends it (SOCK-13)
  const hopeful = writer && {
    idle: () => writer.idle() || (link.stage === 'connected' && roomFor(link.chardev) <= 0),
    hopeless: () => link.ended === ended && writer.hopeless(),
  };
  return watchForOutput(machine, loop, waits.fd, callback, hopeful, gone, () => stopWaiting(link, waits));
}

function* disconnectIfConnected(running: Running): Task<void> {
  if (running.link.connection >= 0) yield* disconnect(running);
}

/** False: there is a connection already, or one is being made. */
function* addClient(running: Running, fd: number): Task<boolean> {
  if (running.link.stage !== 'disconnected') return false;
  yield* connected(running, fd);
  return true;
}

/** Its path goes with it, also when the socket was passed. Source: CHR-13; by experiment on both releases. */
function removePath({ machine, ends }: Link): void {
  for (const listener of ends.listeners) {
    const info = machine.process.socketInfo(listener);
    if (info.ok && info.value.path !== '') machine.process.unlink(info.value.path);
  }
}

/** It listens from now on. */
function listenOn(running: Running, listeners: readonly number[], address: string): void {
  const { link } = running;
  link.ends = { ...link.ends, listeners, address };
  if (link.stage === 'disconnected') arm(running);
}

/** What waits to be accepted goes along. Source: SAFE-19. */
function handOver(running: Running, isPlace: (info: SocketInfo) => boolean): HandedOver {
  const { link } = running;
  const { listeners: all, address: name } = link.ends;
  const listeners = all.filter((listener) => {
    const info = link.machine.process.socketInfo(listener);
    return info.ok && isPlace(info.value);
  });
  if (listeners.length === 0) return { listeners, takeBack(): void {} };
  link.ends = { ...link.ends, listeners: all.filter((listener) => !listeners.includes(listener)) };
  if (link.stage === 'disconnected') stopWatches(link);
  return { listeners, takeBack: () => listenOn(running, all, name) };
}

function close({ link, outgoing }: Running): void {
  const { machine, ends } = link;
  link.closed = true;
  stopWatches(link);
  if (link.timer !== null) machine.mainLoop.cancelTimer(link.timer);
  link.pending.replace([]);
  outgoing.fds = [];
  if (link.connection >= 0) closeConnection(machine, link.connection, link.websocket);
  link.connection = -1;
  link.stream = null;
  for (const { fd } of link.lingering) machine.process.close(fd);
  link.lingering.clear();
  removePath(link);
  for (const listener of ends.listeners) machine.process.close(listener);
}

/** SOCK-17: refused unless connected over a unix socket. */
function offer({ link, outgoing }: Running, fds: readonly number[]): boolean {
  const info = link.stage === 'connected' ? link.machine.process.socketInfo(link.connection) : null;
  if (!info?.ok || info.value.family !== 'unix') return false;
  outgoing.fds = fds;
  return true;
}

function start(running: Running): void {
  const { link } = running;
  const { machine, ends } = link;
  if (ends.connection >= 0) setNonblocking(machine, ends.connection);
  if (ends.connection >= 0) {
    takeOn(link, ends.connection);
    link.stream = createPlainStream(machine, link.chardev, ends.connection, link.pending, running.outgoing);
    link.stage = 'connected';
  }
  arm(running);
  if (ends.reconnect !== undefined) startConnecting(link, (fd) => connected(running, fd));
}

/**
 * A socket: one connection at a time, taken over, accepted or made. Its handlers run on the frontend's loop; a connection
 * that hangs up is dropped at once when the frontend takes nothing. Source: SOCK-01..SOCK-22, TEL, WS, FDSET-01..09.
 */
export function createSocketBackend(machine: Machine, chardev: Chardev, ends: SocketEnds): SocketBackend {
  const link: Link = {
    machine,
    chardev,
    ends,
    filter: ends.telnet ? createTelnetFilter(ends.telnet) : null,
    stage: 'disconnected',
    connection: -1,
    stream: null,
    websocket: null,
    watches: [],
    timer: null,
    attempt: null,
    failureTold: false,
    closed: false,
    ended: 0,
    endedReady: -1,
    hangingUp: false,
    waits: { fd: -1, count: 0 },
    lingering: new Set(),
    pending: createPendingList(machine),
  };
  const running: Running = { link, outgoing: { fds: [] } };
  start(running);
  return {
    filename: () => socketName(link),
    write: (bytes) => write(running, bytes),
    watchOutput: (loop, callback, writer) => watchOutput(link, loop, callback, writer),
    movable: () => true,
    frontendChanged(): Task<void> {
      // a negotiation goes on where it began
      if (link.stage === 'handshake' || link.stage === 'greeting') return immediate(undefined);
      stopWatches(link);
      arm(running);
      return immediate(undefined);
    },
    vanish: () => removePath(link),
    close: () => close(running),
    listenOn: (listeners, address) => listenOn(running, listeners, address),
    handOver: (isPlace) => handOver(running, isPlace),
    pending: link.pending,
    addClient: (fd) => addClient(running, fd),
    accept: (fd) => connected(running, fd),
    offerDescriptors: (fds) => offer(running, fds),
    disconnect: () => disconnectIfConnected(running),
    waitConnected: () => waitConnected(link, (fd) => connected(running, fd)),
    attempt: () => link.attempt,
    yank(): void {
      if (link.connection >= 0) machine.process.shutdown(link.connection, 'rw');
    },
    listensAt(): TcpAddress | null {
      const [listener] = link.ends.listeners;
      const info = listener === undefined ? null : machine.process.socketInfo(listener);
      return info?.ok ? info.value.local : null;
    },
  };
}
