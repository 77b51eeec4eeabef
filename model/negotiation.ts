import { changeChardev, chardevBelow, chardevOf } from './chardev.ts';
import {
  echoesBeyondPing,
  forgetsOutputWatch,
  losesDataAtFailure,
  remembersTelnetCommand,
  spinsOnHalfFrame,
} from './defect.ts';
import { descriptionOf, release } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { isReadable, readNow, writeNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { dialectOf } from './socket-address.ts';
import { shutDown, socketAt } from './socket-end.ts';
import { acceptOne, hasCaller, linkDown, linkUp } from './socket-link.ts';
import { changedLink, type SocketLink } from './socket-link-record.ts';
import type { ModelState, Turn } from './state.ts';
import { telnetGreeting } from './telnet.ts';
import { readyToRetry, retryRefused } from './uart-sender.ts';
import { binaryFrame, decode, freshWebsocket } from './websocket.ts';
import { shakeHands } from './websocket-handshake.ts';

/** What a connection still has to do before it is open: a client's request so far. Source: section 6 of SOCK, WS-02. */
export type Negotiation = { readonly request: ByteString };

/** One read of the wire at most. */
const wireBytes = 4096;
/** Undecoded or unread bytes up to which the websocket layer goes on reading; the exact end is not predicted. */
const bufferedMax = 8192;

/** Serves the next client in the queue. Source: SOCK-03. */
export function acceptCaller(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  if (link?.listener != null && hasRival(turn.state, label, link.listener))
    throw new ModelLimit('which of two servers on one socket accepts');
  const number = acceptOne(turn, link);
  if (number !== null) startConnection(turn, label, number);
}

/** Whether another chardev waits for clients of the same socket, which was passed to both. Source: SOCK-20. */
function hasRival(state: ModelState, label: string, listener: number): boolean {
  const objectAt = (number: number): number | null => {
    const description = descriptionAt(state, number);
    return description === null ? null : descriptionOf(state, description).object;
  };
  const object = objectAt(listener);
  for (const other of state.chardevs.values()) {
    const its = other.link?.listener ?? null;
    if (other.label !== label && its !== null && objectAt(its) === object && hasCaller(state, other.label)) return true;
  }
  return false;
}

/** A new connection of a server, or one that it was given: negotiates first where it must. Source: TEL-01, WS-02. */
export function startConnection(turn: Turn, label: string, number: number): void {
  const link = linkOf(turn, label);
  const telnet = remembersTelnetCommand(turn.state) ? link.telnet : 'data';
  const negotiating = { number, at: { request: '' } };
  changeChardev(turn, label, { link: changedLink(link, { dueNs: null, telnet, websocket: null, negotiating }) });
  if (!link.protocol.websocket) greet(turn, label, number);
}

function linkOf(turn: Turn, label: string): SocketLink {
  const { link } = chardevOf(turn.state, label);
  if (link === null) throw new Error(`chardev ${label} is no socket`);
  return link;
}

/** Whether a port was left waiting on a connection of this chardev that is over. Source: Q-SOCK-1. */
function waitsOn(state: ModelState, id: string, label: string): boolean {
  const above = state.uarts.get(id)?.chardev;
  return above !== undefined && forgetsOutputWatch(state) && chardevBelow(state, above) === label;
}

/** Sends what telnet opens with, and is open. Source: TEL-01, WS-02. */
function greet(turn: Turn, label: string, number: number): void {
  const { protocol, websocket } = linkOf(turn, label);
  const dialect = dialectOf(protocol);
  if (dialect !== null) {
    // who still waits on this number is served before: the greeting has to wait for room itself (Q-SOCK-1, experiment)
    for (const id of readyToRetry(turn.state)) if (waitsOn(turn.state, id, label)) retryRefused(turn, id);
    const greeting = telnetGreeting(dialect);
    if (!send(turn, number, websocket === null ? greeting : binaryFrame(greeting))) {
      linkDown(turn, label);
      return;
    }
  }
  linkUp(turn, label, number);
}

/** Writes all of it; false if the connection is broken. */
function send(turn: Turn, number: number, bytes: ByteString): boolean {
  const description = descriptionAt(turn.state, number);
  if (description === null) return false;
  const wrote = writeNow(turn, description, bytes);
  if (wrote.ok && wrote.value < bytes.length) throw new ModelLimit('a reply that a socket takes in part');
  return wrote.ok;
}

/** The number that a websocket's wire has, whether open or not, `null` if there is none to read. */
function wireOf(state: ModelState, label: string): number | null {
  const { link, input } = chardevOf(state, label);
  if (link === null) return null;
  if (link.negotiating !== null) return link.negotiating.number;
  const { websocket } = link;
  if (websocket === null || websocket.failed || websocket.ended) return null;
  return input;
}

/** Whether a websocket has something on its wire, whatever its frontend has room for. Source: WS-03, experiment. */
export function hasWire(state: ModelState, label: string): boolean {
  const number = wireOf(state, label);
  const description = number === null ? null : descriptionAt(state, number);
  if (number === null || description === null || !isReadable(state, description)) return false;
  const { websocket } = chardevOf(state, label).link ?? {};
  if (websocket == null || websocket.encoded === '' || (socketAt(state, number)?.inbox.length ?? 0) > 0) return true;
  if (socketAt(state, number)?.reset) return true;
  // The end came with bytes undecoded: they are tried once more; an unfinished frame then hides the end (Q-WS-1).
  return !spinsOnHalfFrame(state) || decode(websocket, { echoesBeyondPing: true }).socket.encoded !== websocket.encoded;
}

/** Reads a websocket's wire once. */
export function readWire(turn: Turn, label: string): void {
  const number = wireOf(turn.state, label);
  const description = number === null ? null : descriptionAt(turn.state, number);
  if (number === null || description === null) return;
  const { negotiating } = linkOf(turn, label);
  const got = readNow(turn, description, wireBytes - (negotiating?.at.request.length ?? 0));
  if (!got.ok && got.errno === 'EAGAIN') return;
  if (got.ok) for (const each of got.value.brought ?? []) release(turn, each);
  const bytes = got.ok ? got.value.bytes : '';
  if (negotiating === null) takeFrames(turn, label, number, bytes, got.ok);
  else if (bytes === '') linkDown(turn, label);
  else negotiate(turn, label, number, negotiating.at.request + bytes);
}

function negotiate(turn: Turn, label: string, number: number, request: ByteString): void {
  const answer = shakeHands(request);
  if (answer.is === 'unfinished') {
    changeChardev(turn, label, { link: { ...linkOf(turn, label), negotiating: { number, at: { request } } } });
    return;
  }
  const sent = send(turn, number, answer.reply);
  if (answer.is === 'refused' || !sent) {
    linkDown(turn, label);
    return;
  }
  changeChardev(turn, label, { link: { ...linkOf(turn, label), websocket: freshWebsocket(answer.rest) } });
  greet(turn, label, number);
}

/** Frames that came over the wire, or its end or failure. Source: WS-03, Q-WS-1..3. */
function takeFrames(turn: Turn, label: string, number: number, bytes: ByteString, healthy: boolean): void {
  const link = linkOf(turn, label);
  const { websocket } = link;
  if (websocket === null) return;
  const before = { ...websocket, encoded: websocket.encoded + bytes };
  if (before.encoded.length > bufferedMax || before.decoded.length > bufferedMax)
    throw new ModelLimit('how much a websocket keeps for its reader');
  const ends = healthy && bytes === '';
  const { socket, replies } = healthy
    ? decode(before, { echoesBeyondPing: echoesBeyondPing(turn.state) })
    : { socket: { ...before, failed: true }, replies: [] };
  for (const reply of replies) if (!send(turn, number, reply)) throw new ModelLimit('a reply to a client that is gone');
  const decoded = socket.failed && losesDataAtFailure(turn.state) ? '' : socket.decoded;
  const half = before.encoded !== '' && socket.encoded === before.encoded;
  const ended = ends && (before.encoded === '' || (half && !spinsOnHalfFrame(turn.state)));
  if (healthy && socket.failed) shutDown(turn, number);
  changeChardev(turn, label, { link: changedLink(link, { websocket: { ...socket, decoded, ended } }) });
}
