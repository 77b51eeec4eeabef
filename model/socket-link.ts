import { type Chardev, changeChardev, chardevBelow, chardevOf } from './chardev.ts';
import { dropsUnreadAtHangUp, forgetsOutputWatch } from './defect.ts';
import { addDescription, descriptionOf, isHeldBySome, objectOf, putObject, setNonblock } from './description.ts';
import { closeNumber, descriptionAt, install, lowestFree, objectAt } from './descriptor.ts';
import { raise } from './event.ts';
import { frontendOf, portKey } from './frontend.ts';
import { ModelLimit } from './limit.ts';
import type { ObjectNumber } from './object.ts';
import { dropPassed } from './passed-descriptors.ts';
import { unnamedPeer } from './peer-name.ts';
import { roomAt } from './room.ts';
import { nameConnected } from './socket-address.ts';
import { socketAt } from './socket-end.ts';
import { changedLink, type Lingering, type SocketLink } from './socket-link-record.ts';
import { change, type ModelState, type Turn } from './state.ts';
import { leaveWire } from './stray-wire.ts';
import { isListening, takeConnection, wouldWait } from './unix-socket.ts';
import { hasDeafPort, hasMonitorBesidePort } from './virtio-port.ts';
import { putWitness } from './witness.ts';

/** The name of a chardev's file as it is now, which `messageSeen` makes what is seen. Source: SOCK-20, SOCK-21. */
export function filenameOf(state: ModelState, label: string): string {
  const { filename, link, input } = chardevOf(state, label);
  const socket = socketAt(state, input);
  if (link !== null && input !== null && socket === null) return nameOfLost(filename);
  if (link === null || socket === null) return filename;
  const far = socket.far === null ? null : objectOf(state, socket.far);
  const other = far?.kind === 'socket' ? far : null;
  const ends = { local: socket.bound, remote: other?.bound ?? null };
  const connecting = socket.bound?.is === 'inet' && socket.bound.port === '' ? socket.name : (other?.name ?? '');
  const accepting = connecting === socket.name ? (other?.name ?? '') : socket.name;
  if (connecting !== '' && accepting !== '' && connecting !== accepting && ends.local?.is === 'inet')
    throw new ModelLimit('which of two names a connection has, both ends of which the scenario has held');
  const held = connecting === '' ? accepting : connecting;
  const chooser = held === '' ? unnamedPeer(socket.far) : held;
  return nameConnected(ends, link.protocol, state.profile.clientShowsPeer, chooser);
}

/** The name of a connection whose number somebody else closed: what it was when it began. */
function nameOfLost(disconnected: string): string {
  const name = disconnected.replace(/^disconnected:/, '');
  if (!/^unix:.*,server=on$/.test(name)) throw new ModelLimit('the name of a connection whose number is closed');
  return name;
}

/** Whether poll(2) says HUP: nothing comes and nothing goes any more. */
export function isHungUp(state: ModelState, number: number | null): boolean {
  const socket = socketAt(state, number);
  if (socket === null || !socket.connected) return false;
  if (socket.type === 'dgram') return socket.shutRead && socket.shutWrite; // its peer's end says nothing (unix(7), experiment)
  const found = socket.peer === null ? null : objectOf(state, socket.peer);
  const peer = found?.kind === 'socket' ? found : null;
  if (socket.family === 'unix' && peer === null) return true;
  const nothingComes = socket.shutRead || peer === null || peer.shutWrite;
  const nothingGoes = socket.shutWrite || (socket.family === 'unix' && peer?.shutRead === true);
  return socket.dead || (nothingComes && nothingGoes);
}

/** Whether the number is by now that of a pseudo-terminal whose other end nobody has: poll(2) says HUP, whoever's it is. Source: poll(2). */
function isDeserted(state: ModelState, number: number | null): boolean {
  const object = objectAt(state, number);
  return object?.kind === 'terminal' && (object.peer === null || !isHeldBySome(state, object.peer));
}

/** Whether a socket chardev's hang-up watch ends its connection now. Source: CHR-82, Q-SOCK-2. */
export function isHangUpDue(state: ModelState, label: string): boolean {
  const { link, input, user } = chardevOf(state, label);
  if (link === null) return false;
  const { websocket } = link;
  if (websocket === null ? !isHungUp(state, input) && !isDeserted(state, input) : !websocket.ended) return false;
  const unread = websocket === null ? (socketAt(state, input)?.inbox.length ?? 0) > 0 : websocket.decoded !== '';
  const heard = frontendOf(state, user)?.listening === true;
  // while there is room it is reading that finds out, and of datagrams it never does
  const readAnyway = state.profile.hangUpComesLast && roomAt(state, label) > 0;
  if (readAnyway && socketAt(state, input)?.type === 'dgram') return false;
  return !unread || (roomAt(state, label) <= 0 && (!heard || dropsUnreadAtHangUp(state)));
}

/** Puts a connected socket under a chardev: watches, OPENED. Source: SOCK-12. */
export function linkUp(turn: Turn, label: string, number: number): void {
  const { link } = chardevOf(turn.state, label);
  if (link === null) throw new Error(`chardev ${label} is no socket`);
  const description = descriptionAt(turn.state, number);
  if (description !== null) setNonblock(turn, description, true);
  const watchedSince = turn.state.nextNumber;
  change(turn, { nextNumber: watchedSince + 1 });
  changeChardev(turn, label, {
    input: number,
    output: number,
    watchedSince,
    link: changedLink(link, { dueNs: null, negotiating: null, complained: false }),
  });
  raise(turn, label, 'OPENED');
  leaveWithinOpened(turn, label);
}

/** The frontend that was just told OPENED may end the connection from within its handler. Source: SOCK-12. */
export function leaveWithinOpened(turn: Turn, label: string): void {
  const chardev = chardevOf(turn.state, label);
  const owner = frontendOf(turn.state, chardev.user)?.owner;
  const witness = owner?.is === 'witness' ? turn.state.witnesses.get(owner.id) : undefined;
  if (witness?.leaves !== 'told') return;
  putWitness(turn, witness.id, { leaves: 'no' });
  if (chardev.link !== null) linkDown(turn, label);
}

/** Ends the connection: closed, CLOSED if it was open, reconnect timer. Source: SOCK-12. */
export function linkDown(turn: Turn, label: string): void {
  const { link, input } = chardevOf(turn.state, label);
  const number = input ?? link?.negotiating?.number ?? null;
  if (link === null || number === null) return;
  const kept = input === null ? null : lingeringOf(turn.state, label, input);
  const left = leaveWire(turn, link, number);
  if (left && kept !== null) throw new ModelLimit('a websocket that is let go while somebody waits for room on it');
  if (!left && kept?.open !== true) closeNumber(turn, number);
  dropPassed(turn, label);
  const dueNs = link.reconnectNs > 0 ? turn.state.nowNs + link.reconnectNs : null;
  const down = changedLink(link, {
    received: [],
    given: [],
    lingering: kept === null ? link.lingering : [...link.lingering, kept],
    dueNs,
    negotiating: null,
    websocket: null,
  });
  const watchedSince = turn.state.nextNumber; // its listener is watched anew, behind those of others
  change(turn, { nextNumber: watchedSince + 1 });
  changeChardev(turn, label, { input: null, output: null, watchedSince, link: down });
  if (input !== null) raise(turn, label, 'CLOSED');
}

/**
 * The connection that ends now as somebody waits on it: kept open, or closed and its number looked at further, or a closed
 * websocket, which has room again. `null` if nobody does, or who does is told. Source: Q-SOCK-1; a websocket by experiment.
 */
function lingeringOf(state: ModelState, label: string, number: number): Lingering | null {
  const { link, watchedSince } = chardevOf(state, label);
  const { waitingKeepsOpen } = state.profile;
  const websocket = link?.websocket ?? null;
  if (!waitingKeepsOpen && !forgetsOutputWatch(state)) return null;
  if (waitingKeepsOpen && hasDeafPort(state, label))
    throw new ModelLimit('a connection that ends while a port waits for it which does not hear of that');
  if (waitingKeepsOpen && hasMonitorBesidePort(state, label))
    throw new ModelLimit('a connection that ends while a monitor waits for it beside a port');
  const watched = waitingKeepsOpen || websocket === null ? number : null;
  const kept = { number: watched, open: waitingKeepsOpen, since: watchedSince, until: state.nextNumber };
  const awaited = isAwaited(state, label, kept);
  if (waitingKeepsOpen && websocket !== null && websocket.outgoing !== '' && (awaited || !websocket.failed))
    throw new ModelLimit('a websocket that ends while output waits for its client');
  return awaited ? kept : null;
}

/**
 * Whether somebody above the chardev waits for room on this connection of it. Ports of virtio-serial do not: they stop when
 * they hear that it is over. Source: VSER-30, experiment.
 */
function isAwaited(state: ModelState, label: string, { since, until }: Lingering): boolean {
  const isHere = (above: string | null, at: number): boolean =>
    above !== null && at >= since && at < until && chardevBelow(state, above) === label;
  for (const { chardev, refused } of state.uarts.values())
    if (refused?.watching && isHere(chardev, refused.since)) return true;
  for (const [id, { watching, watchedSince }] of state.witnesses)
    if (watching && isHere(state.frontends.get(portKey(id))?.chardev ?? null, watchedSince)) return true;
  for (const { watching, chardev, watchedSince } of state.fronts.values())
    if (watching && isHere(chardev, watchedSince)) return true;
  return false;
}

/** The connection that a watch of that moment was put up on, if it is over and looked at further. Source: Q-SOCK-1. */
export function lingeringAt(link: SocketLink | null, at: number): Lingering | undefined {
  return link?.lingering.find(({ since, until }) => at >= since && at < until);
}

/** A connection that is over and on which nobody waits any more. Source: Q-SOCK-1. */
export function leftOver(state: ModelState, label: string): Lingering | undefined {
  return chardevOf(state, label).link?.lingering.find((kept) => !isAwaited(state, label, kept));
}

/** Closes what was kept open. */
export function closeLeftOver(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  const over = leftOver(turn.state, label);
  if (link === null || over === undefined) return;
  if (over.open && over.number !== null) closeNumber(turn, over.number);
  const lingering = link.lingering.filter((kept) => kept !== over);
  changeChardev(turn, label, { link: changedLink(link, { lingering }) });
}

/** Whether a chardev has no connection, and none in the making. */
export function isDisconnected(state: ModelState, label: string): boolean {
  const { link, input } = chardevOf(state, label);
  return link !== null && input === null && link.negotiating === null && !isAttempting(state, label);
}

/** Whether a client that reconnects waits in connect(2), in a thread of its own. Source: SOCK-05, SOCK-18. */
export function isAttempting(state: ModelState, label: string): boolean {
  return waitsToConnect(state, chardevOf(state, label).link);
}

/** The same of a chardev by its link, when it is gone already. */
export function waitsToConnect(state: ModelState, link: SocketLink | null): boolean {
  if (link?.dueNs == null || link.target === null || link.dueNs > state.nowNs || link.arrived !== null) return false;
  if (!wouldWait(state, link.target)) return false;
  if (link.target.is === 'inet')
    throw new ModelLimit('a TCP client that waits for room: its kernel tries again in its own time');
  return true;
}

/** Whether a listening chardev without client has somebody in its queue. Source: SOCK-03. */
export function hasCaller(state: ModelState, label: string): boolean {
  const { link } = chardevOf(state, label);
  return link?.listener != null && isDisconnected(state, label) && isCalled(state, link);
}

/** The same with or without a number to accept it with. */
export function hasClientInQueue(state: ModelState, { label, link }: Chardev): boolean {
  return link?.listener != null && isDisconnected(state, label) && callingOf(state, link) !== null;
}

/** QEMU's numbers of the sockets that a chardev listens on, as they are looked at. */
export function listenersOf(link: SocketLink | null): readonly number[] {
  return [link?.listener ?? null, link?.beside ?? null].filter((number) => number !== null);
}

/** Whether somebody waits in the queue of one of a server's listening sockets, and can be accepted. */
export function isCalled(state: ModelState, link: SocketLink | null): boolean {
  return calledOf(state, link) !== null;
}

/** The first of them with somebody in its queue, who stays there while there is no number for a connection. */
function calledOf(state: ModelState, link: SocketLink | null): ObjectNumber | null {
  return lowestFree(state) === null ? null : callingOf(state, link);
}

/** The first of them with somebody in its queue. */
function callingOf(state: ModelState, link: SocketLink | null): ObjectNumber | null {
  for (const number of listenersOf(link)) {
    const description = descriptionAt(state, number);
    const object = description === null ? null : descriptionOf(state, description).object;
    if (object !== null && isListening(state, object, 'with-queue')) return object;
  }
  return null;
}

/** Accepts the next client in the queue: QEMU's number for it. */
export function acceptOne(turn: Turn, link: SocketLink | null): number | null {
  const called = calledOf(turn.state, link);
  const socket = called === null ? null : takeConnection(turn, called);
  return socket === null ? null : own(turn, socket);
}

/** Gives a socket of QEMU's own a number. */
export function own(turn: Turn, socket: ObjectNumber): number {
  const object = objectOf(turn.state, socket);
  putObject(turn, socket, { ...object, name: '' });
  const description = addDescription(turn, socket, 'rw', ['nonblock']);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) throw new ModelLimit('a connection without a free descriptor');
  return installed.value;
}

/** What is said of a server that waits. Source: SOCK-02. */
export function waitingText({ filename }: Chardev): string {
  return `QEMU waiting for connection on: ${filename}`;
}
