import { changeChardev, chardevOf } from './chardev.ts';
import { dropsUnreadAtHangUp } from './defect.ts';
import { addDescription, descriptionOf, objectOf, putObject, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, install } from './descriptor.ts';
import { raise } from './event.ts';
import { frontendOf } from './frontend.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject, ObjectNumber } from './object.ts';
import { roomAt } from './room.ts';
import type { ModelState, Result, Turn } from './state.ts';
import { isListening, takeConnection, unixConnect } from './unix-socket.ts';

/** A socket chardev's connection and what it comes from. Source: SOCK. */
export type SocketLink = {
  /** QEMU's number of the listening socket. */
  readonly listener: number | null;
  /** The path that is unlinked at the end. Source: CHR-13. */
  readonly listensAt: string | null;
  /** The file name while disconnected, and while connected. Source: SOCK-20, SOCK-21. */
  readonly nameAlone: string;
  readonly nameConnected: string;
  /** Whether a hang-up ends the connection: not for datagrams. */
  readonly stream: boolean;
  /** Where a client connects, and how long after a failure it tries again, nanoseconds; 0: never. Source: SOCK-05. */
  readonly target: string | null;
  readonly reconnectNs: number;
  /** When the next attempt is due. Source: SOCK-06. */
  readonly dueNs: number | null;
};

/** The socket at one of QEMU's numbers, `null` if there is none. */
export function socketAt(state: ModelState, number: number | null): Extract<HostObject, { kind: 'socket' }> | null {
  const description = number === null ? null : descriptionAt(state, number);
  if (description === null) return null;
  const object = objectOf(state, descriptionOf(state, description).object);
  return object.kind === 'socket' ? object : null;
}

/** Whether poll(2) says HUP: the peer is gone, or both directions are shut, by whichever end. */
export function isHungUp(state: ModelState, number: number | null): boolean {
  const socket = socketAt(state, number);
  if (socket === null || !socket.connected) return false;
  if (socket.peer === null) return true;
  const peer = objectOf(state, socket.peer);
  if (peer.kind !== 'socket') return false;
  return (peer.shutRead || socket.shutWrite) && (peer.shutWrite || socket.shutRead);
}

/** Whether a socket chardev's hang-up watch ends its connection now. Source: CHR-82, Q-SOCK-2. */
export function isHangUpDue(state: ModelState, label: string): boolean {
  const { link, input, user } = chardevOf(state, label);
  if (link === null || !link.stream || !isHungUp(state, input)) return false;
  const unread = (socketAt(state, input)?.inbox.length ?? 0) > 0;
  const heard = frontendOf(state, user)?.listening === true;
  return !unread || (roomAt(state, label) <= 0 && (!heard || dropsUnreadAtHangUp(state)));
}

/** Puts a connected socket under a chardev: file name, watches, OPENED. Source: SOCK-12. */
export function linkUp(turn: Turn, label: string, number: number): void {
  const { link } = chardevOf(turn.state, label);
  if (link === null) throw new Error(`chardev ${label} is no socket`);
  const description = descriptionAt(turn.state, number);
  if (description !== null) setNonblock(turn, description, true);
  changeChardev(turn, label, {
    input: number,
    output: number,
    filename: link.nameConnected,
    watchedSince: turn.state.nextNumber,
    link: { ...link, dueNs: null },
  });
  raise(turn, label, 'OPENED');
}

/** Ends the connection: closed, file name, CLOSED, reconnect timer. Source: SOCK-12. */
export function linkDown(turn: Turn, label: string): void {
  const { link, input } = chardevOf(turn.state, label);
  if (link === null || input === null) return;
  closeNumber(turn, input);
  const dueNs = link.reconnectNs > 0 ? turn.state.nowNs + link.reconnectNs : null;
  changeChardev(turn, label, { input: null, output: null, filename: link.nameAlone, link: { ...link, dueNs } });
  raise(turn, label, 'CLOSED');
}

/** Whether a listening chardev without client has somebody in its queue. Source: SOCK-03. */
export function hasCaller(state: ModelState, label: string): boolean {
  const { link, input } = chardevOf(state, label);
  const listener = input === null && link?.listener != null ? descriptionAt(state, link.listener) : null;
  return listener !== null && isListening(state, descriptionOf(state, listener).object, 'with-queue');
}

/** Serves the next client in the queue. Source: SOCK-03. */
export function acceptCaller(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  const listener = link?.listener == null ? null : descriptionAt(turn.state, link.listener);
  if (listener === null) return;
  const socket = takeConnection(turn, descriptionOf(turn.state, listener).object);
  if (socket === null) return;
  linkUp(turn, label, own(turn, socket));
}

/** Gives a socket of QEMU's own a number. */
function own(turn: Turn, socket: ObjectNumber): number {
  const object = objectOf(turn.state, socket);
  putObject(turn, socket, { ...object, name: '' });
  const description = addDescription(turn, socket, 'rw', ['nonblock']);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) throw new ModelLimit('a connection without a free descriptor');
  return installed.value;
}

/** Connects to a path: QEMU's number, or the errno. Source: SOCK-04. */
export function connectAt(turn: Turn, path: string): Result<number> {
  if (path === '') return { ok: false, errno: 'ECONNREFUSED' }; // an abstract name that nobody has
  const connected = unixConnect(turn, path, '');
  if (!connected.ok) {
    if (connected.errno === 'EAGAIN') throw new ModelLimit('a connection that waits for a full queue');
    return connected;
  }
  return { ok: true, value: own(turn, connected.value) };
}

/** One attempt of a client that reconnects: connected, or the timer. Source: SOCK-05, SOCK-06. */
export function attempt(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  if (link?.target == null) return;
  const connected = connectAt(turn, link.target);
  if (connected.ok) linkUp(turn, label, connected.value);
  else changeChardev(turn, label, { link: { ...link, dueNs: turn.state.nowNs + link.reconnectNs } });
}
