import { type Chardev, changeChardev, chardevOf } from './chardev.ts';
import { sharesRoom } from './defect.ts';
import { descriptionOf, objectBehind, objectOf } from './description.ts';
import { descriptionAt } from './descriptor.ts';
import { raise } from './event.ts';
import { takeFault } from './fault.ts';
import { frontendOf } from './frontend.ts';
import { deliver } from './input.ts';
import { isReadable, readNow } from './io.ts';
import type { ByteString } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { keepPassedBlocking, receivePassed } from './passed-descriptors.ts';
import { losePtyClient } from './pty.ts';
import { roomAt } from './room.ts';
import { dialectOf } from './socket-address.ts';
import { socketAt } from './socket-end.ts';
import { isHungUp, linkDown } from './socket-link.ts';
import { changedLink } from './socket-link-record.ts';
import type { ModelState, Turn } from './state.ts';
import { turnAt } from './state.ts';
import { filterTelnet } from './telnet.ts';
import { hasDatagram, takeDatagram } from './udp-chardev.ts';
import { noteRead } from './virtio-port.ts';

/** One read takes at most this much. Source: CHR-81. */
const pieceBytes = 4096;

/** The description that a chardev's read watch is on, `null` if it has none now. Source: CHR-80, PTY-04, SOCK-12. */
function watched(state: ModelState, chardev: Chardev): number | null {
  if (chardev.input === null || chardev.inputEnded || chardev.pty?.connected === false) return null;
  return descriptionAt(state, chardev.input);
}

/** The fault that was planted for reading; what is not open for it says so first. */
function readFault(turn: Turn, description: number, isSocket: boolean): ReturnType<typeof takeFault> {
  if (!descriptionOf(turn.state, description).access.includes('r')) return null;
  return takeFault(turn, isSocket ? 'recvmsg' : 'read', objectBehind(turn.state, description).name);
}

/** Whether somebody else closed the number of a connection: poll(2) tells, and the read fails. Source: POLLNVAL, experiment. */
function isPulledAway({ table }: ModelState, { input, link }: Chardev): boolean {
  return link !== null && link.websocket === null && input !== null && !table.has(input);
}

/** Whether the chardev has input, or its end, that its frontend has room for. Source: CHR-80, CHR-82. */
export function hasInput(state: ModelState, label: string): boolean {
  const chardev = chardevOf(state, label);
  if (chardev.type === 'udp') return hasDatagram(state, label);
  const websocket = chardev.link?.websocket;
  if (websocket != null) {
    const anything = websocket.decoded !== '' || websocket.failed || websocket.ended;
    return chardev.input !== null && anything && roomAt(state, label) > 0;
  }
  const description = watched(state, chardev);
  if (isPulledAway(state, chardev)) return roomAt(state, label) > 0;
  if (description === null || roomAt(state, label) <= 0 || !isReadable(state, description)) return false;
  const { object, access } = descriptionOf(state, description);
  const thing = objectOf(state, object);
  const ownEnd = chardev.link !== null || chardev.pty !== null;
  if ((thing.kind === 'pipe' && access !== 'w') || (ownEnd && (thing.kind !== 'socket' || thing.type === 'stream')))
    return true; // what poll(2) says of these needs no trial
  const trial = turnAt(state);
  const got = readNow(trial, description, 1);
  // a datagram socket that is shut for reading: the main loop looks again and again, which nobody sees
  if (!got.ok && got.errno === 'EAGAIN' && thing.kind === 'socket') return false;
  return ownEnd || got.ok || trial.state !== state;
}

/**
 * Whether the main loop reads again and again, and in vain: poll(2) says that there is something, read(2) that there is not.
 * A connection ends with a failed read. Source: Q-FOUND-16, experiment.
 */
export function isReadInVain(state: ModelState, label: string): boolean {
  const chardev = chardevOf(state, label);
  if (chardev.link !== null || chardev.pty !== null || chardev.type === 'udp') return false;
  const description = watched(state, chardev);
  if (description === null || roomAt(state, label) <= 0 || !isReadable(state, description)) return false;
  return !hasInput(state, label);
}

/**
 * The chardev below whose read watch is older than an output watch put up at `since`, and is called before it when both are
 * due; `null`: none is. Source: SOCK-15, CHR-92.
 */
export function readBefore(state: ModelState, label: string, since: number): Chardev | null {
  const chardev = chardevOf(state, label);
  const { mux, hub, link, watchedSince, servedAt } = chardev;
  if (mux !== null) return readBefore(state, mux.base, since);
  const member = hub?.members[hub.account.blocked];
  if (member !== undefined) return readBefore(state, member, since);
  if (link?.websocket != null || Math.max(watchedSince, servedAt) > since) return null;
  return hasInput(state, label) ? chardev : null;
}

/** One dispatch of input: at most the room as it was asked for before. Source: CHR-81, HUB-26, Q-HUB-9. */
export function takeInput(turn: Turn, label: string): void {
  const room = roomAt(turn.state, label);
  const read = together(turn.state, label);
  if (turn.state.virtioPorts.size > 0) noteRead(turn, read);
  for (const each of read) readPiece(turn, each, room);
}

/** Members of the hub that are dispatched in the same pass, or the chardev alone. */
function together(state: ModelState, label: string): readonly string[] {
  const owner = frontendOf(state, chardevOf(state, label).user)?.owner;
  const members = owner?.is === 'hub' ? (chardevOf(state, owner.label).hub?.members ?? []) : [];
  if (!sharesRoom(state) || members.length === 0) return [label];
  const since = (member: string): number => chardevOf(state, member).watchedSince;
  return members.filter((member) => hasInput(state, member)).sort((one, other) => since(one) - since(other));
}

function readPiece(turn: Turn, label: string, room: number): void {
  const chardev = chardevOf(turn.state, label);
  if (chardev.type === 'udp') {
    takeDatagram(turn, label, room);
    return;
  }
  if (chardev.link?.websocket != null) {
    readFrames(turn, label, Math.min(pieceBytes, room));
    return;
  }
  const description = watched(turn.state, chardev);
  if (isPulledAway(turn.state, chardev)) linkDown(turn, label);
  if (description === null) return;
  const isSocket = chardev.type === 'socket';
  let fault = readFault(turn, description, isSocket);
  while (fault !== null && 'errno' in fault && fault.errno === 'EINTR')
    // read anew (qio_channel_socket_readv)
    fault = readFault(turn, description, isSocket);
  if (fault !== null && 'errno' in fault) {
    if (isSocket && fault.errno !== 'EAGAIN') linkDown(turn, label);
    else if (chardev.pty !== null) losePtyClient(turn, label);
    else readByOthers(turn, chardev);
    return;
  }
  const max = Math.min(pieceBytes, room, fault === null ? pieceBytes : Math.max(1, fault.short));
  // what poll(2) said before: the read may be what closes the far end, which a message under way can hold
  const hungUp = chardev.link?.stream && turn.state.profile.hangUpAfterOneRead && isHungUp(turn.state, chardev.input);
  if (socketAt(turn.state, chardev.input)?.inbox[0]?.includes('{package}'))
    throw new ModelLimit('the version of a build');
  const got = readNow(turn, description, max);
  if (got.ok && got.value.brought !== undefined) receivePassed(turn, label, got.value.brought);
  keepPassedBlocking(turn, label);
  if (got.ok && got.value.bytes !== '') {
    deliverParsed(turn, label, got.value.bytes);
    if (hungUp && isHungUp(turn.state, chardev.input)) linkDown(turn, label);
  } else if (got.ok || got.errno !== 'EAGAIN') endInput(turn, chardev, got.ok);
}

/** Data of a websocket, or its end. Source: WS-03, Q-WS-3. */
function readFrames(turn: Turn, label: string, room: number): void {
  for (;;) {
    const { link } = chardevOf(turn.state, label);
    const websocket = link?.websocket;
    if (link === null || websocket == null) return;
    if (websocket.decoded === '') {
      if (websocket.failed || websocket.ended) linkDown(turn, label);
      return;
    }
    const bytes = websocket.decoded.slice(0, room);
    changeChardev(turn, label, {
      link: changedLink(link, {
        websocket: { ...websocket, decoded: websocket.decoded.slice(room), forgotten: false },
      }),
    });
    deliverParsed(turn, label, bytes);
    if (!turn.state.profile.framesOverrun) return;
  }
}

/** Input of a chardev without its telnet commands. Source: TEL-02..04. */
function deliverParsed(turn: Turn, label: string, bytes: ByteString): void {
  const { link } = chardevOf(turn.state, label);
  const dialect = link === null ? null : dialectOf(link.protocol);
  if (link === null || dialect === null) {
    deliver(turn, label, bytes);
    return;
  }
  const { state, data, breaks } = filterTelnet(dialect, link.telnet, bytes);
  changeChardev(turn, label, { link: changedLink(link, { telnet: state }) });
  for (let count = 0; count < breaks; count += 1) raise(turn, label, 'BREAK');
  if (data.length > Math.max(bytes.length, roomAt(turn.state, label)))
    throw new ModelLimit('a record mark of tn3270 that finds no room');
  if (data !== '') deliver(turn, label, data);
}

/** Who reads the same, and is called later in the pass, reads once before a read that failed is tried again. Source: CHR-80, experiment. */
function readByOthers(turn: Turn, { label, input, watchedSince }: Chardev): void {
  const description = descriptionAt(turn.state, input);
  const others = [...turn.state.chardevs.values()].filter(
    (each) =>
      each.label !== label &&
      each.watchedSince > watchedSince &&
      descriptionAt(turn.state, each.input) === description &&
      hasInput(turn.state, each.label),
  );
  others.sort((one, other) => one.watchedSince - other.watchedSince);
  for (const each of others) readPiece(turn, each.label, roomAt(turn.state, each.label));
}

/** A read of nothing, or an error, after which a plain descriptor is read again in the next pass. Source: CHR-54, FD-01, PTY-07, SOCK-13. */
function endInput(turn: Turn, chardev: Chardev, atEnd: boolean): void {
  const { label, link, pty } = chardev;
  if (link !== null) linkDown(turn, label);
  else if (pty !== null) losePtyClient(turn, label);
  else if (atEnd) {
    changeChardev(turn, label, { inputEnded: true });
    raise(turn, label, 'CLOSED');
  } else readByOthers(turn, chardev);
}
