import { type Chardev, changeChardev, chardevBelow, chardevOf } from './chardev.ts';
import {
  echoesBeyondPing,
  forgetsOutputWatch,
  losesDataAtFailure,
  refusesWordlessly,
  remembersTelnetCommand,
  spinsOnHalfFrame,
} from './defect.ts';
import { descriptionOf, release } from './description.ts';
import { descriptionAt, hasTwoFree } from './descriptor.ts';
import { isReadable, isWritable, readNow, writeNow } from './io.ts';
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
import { putWebsocket, sendFrames } from './websocket-wire.ts';

/** What a connection still has to do before it is open: a client's request so far. Source: section 6 of SOCK, WS-02. */
export type Negotiation = { readonly request: ByteString };

/** One read of the wire at most. */
const wireBytes = 4096;

/** Serves the next client in the queue. Source: SOCK-03. */
export function acceptCaller(turn: Turn, label: string): void {
  const { link } = chardevOf(turn.state, label);
  if (link?.listener != null && hasRival(turn.state, label, link.listener))
    throw new ModelLimit('which of two servers on one socket accepts');
  if (
    !hasTwoFree(turn.state) &&
    [...turn.state.chardevs.keys()].some((id) => id !== label && hasCaller(turn.state, id))
  )
    throw new ModelLimit('which of two servers has the last free number for its client');
  if (link !== null && dialectOf(link.protocol) !== null && turn.state.changes.some(({ made }) => isClient(made)))
    throw new ModelLimit('whether a change comes before the greeting of a client that it may have made');
  const number = acceptOne(turn, link);
  if (number !== null) startConnection(turn, label, number);
}

/** Whether it has connected to somebody, in the command itself. */
function isClient({ link, input }: Chardev): boolean {
  return link !== null && link.target !== null && input !== null;
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
  if (link.protocol.websocket || waitsForStart(turn.state, link)) return;
  if (turn.state.round === null || dialectOf(link.protocol) === null) greet(turn, label, number);
}

/** Whether what telnet opens with has to wait: the main loop sends it, which runs once the start is through. Source: SOCK-02, experiment. */
function waitsForStart(state: ModelState, { protocol }: SocketLink): boolean {
  return state.machine.state === 'absent' && dialectOf(protocol) !== null;
}

/** The connection that a start, or the last look of a loop for which requests wait, has left to be greeted: its number. Source: QMP-09. */
function ungreeted(state: ModelState, label: string): number | null {
  const { link } = chardevOf(state, label);
  if (link === null || link.protocol.websocket || link.negotiating === null) return null;
  return waitsForStart(state, link) ? null : link.negotiating.number;
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
  if (link.negotiating !== null) return link.protocol.websocket ? link.negotiating.number : null;
  const { websocket } = link;
  if (websocket === null || websocket.failed || websocket.ended || websocket.forgotten) return null;
  return input;
}

/**
 * Whether a websocket has something on its wire or takes what waits for it, whatever its frontend has room for, or a client is to
 * be greeted. Source: WS-02, WS-03, experiment.
 */
export function hasWire(state: ModelState, label: string): boolean {
  return ungreeted(state, label) !== null || isFlushDue(state, label) || hasArrived(state, label);
}

function isFlushDue(state: ModelState, label: string): boolean {
  const { link, input } = chardevOf(state, label);
  const websocket = link?.websocket;
  if (websocket == null || input === null || websocket.outgoing === '') return false;
  const description = websocket.failed || websocket.forgotten ? null : descriptionAt(state, input);
  return description !== null && isWritable(state, description);
}

function hasArrived(state: ModelState, label: string): boolean {
  const number = wireOf(state, label);
  const description = descriptionAt(state, number);
  if (number === null || description === null || !isReadable(state, description)) return false;
  const { websocket } = chardevOf(state, label).link ?? {};
  if (websocket == null || websocket.encoded === '' || (socketAt(state, number)?.inbox.length ?? 0) > 0) return true;
  if (socketAt(state, number)?.reset) return true;
  // The end came with bytes undecoded: they are tried once more; an unfinished frame then hides the end (Q-WS-1).
  return !spinsOnHalfFrame(state) || decode(websocket, { echoesBeyondPing: true }).encoded !== websocket.encoded;
}

/** Whether the main loop reads its wire again and again, and in vain: the end behind an unfinished frame. Source: Q-WS-1, Q-FOUND-16. */
export function isWireInVain(state: ModelState, label: string): boolean {
  const description = descriptionAt(state, wireOf(state, label));
  const isUnfinished = (chardevOf(state, label).link?.websocket?.encoded ?? '') !== '';
  return isUnfinished && description !== null && isReadable(state, description) && !hasArrived(state, label);
}

/** Greets a client, or sends what waits for a websocket's and reads the wire once. */
export function serveWire(turn: Turn, label: string): void {
  const stranger = ungreeted(turn.state, label);
  if (stranger !== null) {
    greet(turn, label, stranger);
    return;
  }
  if (isFlushDue(turn.state, label)) {
    const { link, input } = chardevOf(turn.state, label);
    if (link?.websocket == null || input === null) return;
    if (!sendFrames(turn, label, input)) {
      breakOff(turn, label);
      return;
    }
  }
  if (hasArrived(turn.state, label)) readWire(turn, label);
}

function readWire(turn: Turn, label: string): void {
  const number = wireOf(turn.state, label);
  const description = descriptionAt(turn.state, number);
  if (number === null || description === null) return;
  const { negotiating, websocket } = linkOf(turn, label);
  const undecoded = negotiating?.at.request.length ?? websocket?.encoded.length ?? 0;
  const got = readNow(turn, description, wireBytes - undecoded);
  if (!got.ok && got.errno === 'EAGAIN') return;
  if (got.ok) for (const each of got.value.brought ?? []) release(turn, each);
  const bytes = got.ok ? got.value.bytes : '';
  if (negotiating !== null && bytes === '') linkDown(turn, label);
  else if (negotiating !== null) negotiate(turn, label, number, negotiating.at.request + bytes);
  else if (got.ok) takeFrames(turn, label, number, bytes);
  else breakOff(turn, label);
}

function negotiate(turn: Turn, label: string, number: number, request: ByteString): void {
  const answer = shakeHands(request, refusesWordlessly(turn.state));
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

/** Nothing comes and goes over the wire any more. Source: Q-WS-3. */
function breakOff(turn: Turn, label: string): void {
  const { websocket } = linkOf(turn, label);
  if (websocket === null) return;
  const decoded = losesDataAtFailure(turn.state) ? '' : websocket.decoded;
  putWebsocket(turn, label, { ...websocket, decoded, failed: true });
}

/** Frames that came over the wire, or its end. Source: WS-03, Q-WS-1..3. */
function takeFrames(turn: Turn, label: string, number: number, bytes: ByteString): void {
  const { websocket } = linkOf(turn, label);
  if (websocket === null) return;
  const before = { ...websocket, encoded: websocket.encoded + bytes };
  const socket = decode(before, { echoesBeyondPing: echoesBeyondPing(turn.state) });
  const half = before.encoded !== '' && socket.encoded === before.encoded;
  const ended = bytes === '' && (before.encoded === '' || (half && !spinsOnHalfFrame(turn.state)));
  putWebsocket(turn, label, { ...socket, ended });
  if (!socket.failed) return;
  sendFrames(turn, label, number);
  shutDown(turn, number);
  breakOff(turn, label);
}
