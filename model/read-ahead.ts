import { hasInput, takeInput } from './backend-input.ts';
import { chardevBelow, chardevOf } from './chardev.ts';
import { objectOf } from './description.ts';
import { waitsForChange } from './due-change.ts';
import { frontConnection } from './front-monitor.ts';
import { resumeFront } from './front-speech.ts';
import { limits, ModelLimit } from './limit.ts';
import { type Connection, canRead, connectionOf, receiveFirst } from './monitor.ts';
import { dispatch, readRequests, usesTable } from './qmp.ts';
import { dispatchable, isOrphanSeen, look, starvesConnecting, waitsForRest } from './ready.ts';
import { attempt, endOrphan, isFirstAttempt, orphanInstances } from './socket-attempt.ts';
import { socketAt } from './socket-end.ts';
import type { ModelState, Turn } from './state.ts';
import { change, kept, turnAt } from './state.ts';
import { failsForEver } from './watch.ts';

/**
 * With oob the monitor's thread may have read any number of later messages before the main loop takes a command, so
 * the command may find the descriptor of a later one. A turn for each way; this one if there is one. Source: FDSET-11,
 * DEF-02.
 */
export function dispatchAnyhow(turn: Turn, name: string): readonly Turn[] {
  const connection = turn.state.connections.get(name);
  if (usesTable(connection?.queue[0]) && bringsBehindQueue(turn.state))
    throw new ModelLimit('which of several clients brings its descriptors before a command that uses the table');
  const shares = connection?.oob === true && sharesTurns(turn.state, connection);
  const races = connection?.oob === true && (usesTable(connection.queue[0]) || mayOvertake(connection) || shares);
  const others = readableOthers(turn.state, name).filter(isFree);
  const below = racedBelow(turn.state, name);
  const orphan = orphanInstances(turn.state).length > 0 && isOrphanSeen(turn.state);
  if (!races && others.length === 0 && below === null && !orphan) {
    dispatchNext(turn, name);
    return [turn];
  }
  const state = kept(turn);
  const results: Turn[] = [];
  for (const { name: other } of others) {
    const way = turnAt(state);
    if (readUntilSeen(way, name, other)) results.push(way);
  }
  if (below !== null) results.push(withInputRead(state, below));
  if (orphan) results.push(withOrphanEnded(state));
  const ahead = turnAt(state);
  for (;;) {
    const way = turnAt(kept(ahead));
    dispatchNext(way, name);
    results.push(way);
    if (results.length > limits.branchesMax) throw new ModelLimit('too many ways to read ahead');
    if (!races || !readAhead(ahead, name, shares)) return results;
  }
}

/** An attempt to connect runs in a thread of its own: that of a chardev that is gone may be through before a command. Source: RACE-S06, experiment. */
function withOrphanEnded(state: ModelState): Turn {
  const way = turnAt(state);
  endOrphan(way);
  return way;
}

function tryOnce(turn: Turn, label: string): void {
  const isStarved = starvesConnecting(turn.state);
  attempt(turn, label);
  if (isStarved && turn.state.chardevs.get(label)?.link?.arrived === null)
    throw new ModelLimit('when a failed attempt is looked at while the main loop tries in vain');
}

/** The first attempt of a client, which may as well be through only behind a command that waits. Source: as above. */
export function attemptAnyhow(turn: Turn, label: string): readonly Turn[] {
  const { state } = turn;
  const [next] = isFirstAttempt(state, label) ? dispatchable(state) : [];
  if (next === undefined) {
    tryOnce(turn, label);
    return [turn];
  }
  const behind = turnAt(kept(turn));
  tryOnce(turn, label);
  return [turn, ...dispatchAnyhow(behind, next)];
}

/**
 * Commands that waited with it come two looks of the main loop later, of which the first had begun; what is no command is
 * answered at once. Source: QMP-09, experiment.
 */
function dispatchNext(turn: Turn, name: string): void {
  const { round } = turn.state;
  const begun = round === null ? null : look(turn.state, 1);
  dispatch(turn, name);
  if (round === null) return;
  const [next] = dispatchable(turn.state);
  const isCommand = next !== undefined && connectionOf(turn.state, next).queue[0]?.parsed.ok !== false;
  change(turn, { round: next === undefined ? null : isCommand ? begun : { left: [], further: 0 } });
}

/** Whether of several clients whose unread messages bring descriptors one is read although commands of it wait. Source: FDSET-11. */
function bringsBehindQueue({ connections }: ModelState): boolean {
  const bringing = [...connections.values()].filter(
    ({ mode, inbound }) => mode === 'qmp' && inbound.some(({ descriptions }) => descriptions.length > 0),
  );
  return bringing.length > 1 && bringing.some(({ oob, queue }) => oob && queue.length > 0);
}

/** Other clients of whom the monitors' thread may as well read what is there first. Source: QMP-09. */
function readableOthers(state: ModelState, name: string): readonly Connection[] {
  const others: Connection[] = [];
  for (const connection of state.connections.values()) {
    const isOther = connection.name !== name && connection.mode === 'qmp';
    if (isOther && canRead(state, connection) && !waitsForChange(state, connection.name)) others.push(connection);
  }
  return others;
}

/** Whether what it says next may be answered before what it said already, or nothing of that waits. Source: QMP-12. */
function isFree(connection: Connection): boolean {
  return connection.queue.length === 0 || (connection.oob && mayOvertake(connection));
}

/**
 * What is below the mux that a monitor with a thread of its own is on, if it matters how far the thread reads before the
 * main loop answers: an escape waits there, or the end, or the answer will fail, which ends the connection of a mux without
 * room. Where the client has said more before such an end, each byte of it may be read before or after the answer, be kept
 * for the next client, and be given to it before or after its greeting: that is left out. Source: CHR-37, MUX-08, SOCK-13,
 * experiment.
 */
function racedBelow(state: ModelState, name: string): string | null {
  if (state.fronts.size === 0) return null;
  const front = [...state.fronts.values()].find(({ id }) => frontConnection(id) === name);
  if (front === undefined || !front.threaded || state.chardevs.get(front.chardev)?.mux == null) return null;
  const label = chardevBelow(state, front.chardev);
  const { input } = chardevOf(state, label);
  const socket = socketAt(state, input);
  const { inbox = [], peer = null } = socket ?? {};
  const code = String.fromCharCode(state.machine.escapeCode & 0xff);
  if (socket === null || !hasInput(state, label)) return null;
  const far = peer === null ? null : objectOf(state, peer);
  const ends = far?.kind !== 'socket' || far.shutWrite || failsForEver(state, label); // and the next client comes
  if (ends && (inbox.length > 0 || keepsInput(state, front.chardev)))
    throw new ModelLimit('how far a monitor on a mux has read of a client that leaves before it is answered');
  return ends || inbox.some((piece) => piece.includes(code)) ? label : null;
}

/** Whether a mux keeps input for somebody. */
function keepsInput(state: ModelState, label: string): boolean {
  return chardevOf(state, label).mux?.slots.some(({ buffer }) => buffer !== '') === true;
}

/** It has been read as far as there is room. */
function withInputRead(state: ModelState, label: string): Turn {
  const turn = turnAt(state);
  while (turn.state.machine.state !== 'exited' && hasInput(turn.state, label)) takeInput(turn, label);
  return turn;
}

/**
 * Reads of a QMP client what comes next: the descriptors of a message come with its first byte, what it completes with a
 * later one, and the thread may read others in between. Source: FDSET-01, QMP-09.
 */
function readStep(turn: Turn, name: string): void {
  if (!receiveFirst(turn, name)) readRequests(turn, name);
  resumeFront(turn, name);
}

/** Reads of a client up to what is seen; false if there is no such thing. */
function readUntilSeen(turn: Turn, next: string, name: string): boolean {
  const before = kept(turn);
  for (;;) {
    const now = turn.state.connections.get(name);
    if (now === undefined || !canRead(turn.state, now) || !isFree(now)) return false;
    readStep(turn, name);
    if (isSeen(before, turn.state, next, name)) return true;
  }
}

/**
 * Whether it is seen that the client was read before the main loop answers somebody else, who is next in turn: it comes
 * first, or the loop does not come to rest between the two. Source: QMP-09, SOCK-15, experiment.
 */
function isSeen(before: ModelState, after: ModelState, next: string, read: string): boolean {
  const now = after.connections.get(read);
  if (before.table !== after.table || now?.output !== before.connections.get(read)?.output) return true;
  if (now === undefined || now.queue.length === 0) return false;
  return dispatchable(after)[0] !== next || waitsForRest(after);
}

/**
 * The monitors' thread reads a client, or as well another one who has something to say: whoever is through first is asked
 * first. A turn for each way; this one if there is one way. Source: QMP-09.
 */
export function readAnyhow(turn: Turn, name: string): readonly Turn[] {
  const others = readableOthers(turn.state, name);
  const connection = connectionOf(turn.state, name);
  if (connection.mode !== 'qmp' || others.length === 0) {
    readRequests(turn, name);
    resumeFront(turn, name);
    return [turn];
  }
  const state = kept(turn);
  const ways: { readonly way: Turn; readonly before: Connection; readonly after: Connection }[] = [];
  for (const before of [connection, ...others]) {
    const way = turnAt(state);
    readStep(way, before.name);
    const after = connectionOf(way.state, before.name);
    const isThrough = state.table !== way.state.table || before.queue !== after.queue || before.output !== after.output;
    if (!isThrough) return [way]; // nobody notices when
    ways.push({ way, before, after });
  }
  return ways.filter((one) => !ways.some((other) => isSurelyFirst(other, one))).map(({ way }) => way);
}

/**
 * Each client is read a byte at a time, in turns: who was silent until then, began first and said it all before the other
 * one began is through first with fewer bytes. Source: QMP-09, experiment.
 */
function isSurelyFirst(
  one: { readonly before: Connection; readonly after: Connection },
  other: { readonly before: Connection; readonly after: Connection },
): boolean {
  const [first] = one.before.inbound;
  const [mine, others] = [one.after.run, other.after.run];
  if (first === undefined || mine === null || others === null) return false;
  return first.sent < others.since && mine.bytes < others.bytes;
}

/** Whether something that comes behind the queue may be answered before it. Source: QMP-12. */
function mayOvertake({ inbound }: Connection): boolean {
  return inbound.some(({ body }) =>
    ('command' in body ? JSON.stringify(body.command) : body.bytes).includes('exec-oob'),
  );
}

/** Whether another client has something to say as well: whose turn it is then depends on what was read. Source: QMP-09. */
function sharesTurns({ connections }: ModelState, { name }: Connection): boolean {
  return [...connections.values()].some(
    (other) => other.name !== name && other.mode === 'qmp' && other.inbound.length + other.queue.length > 0,
  );
}

/** Reads on up to the next message that brings descriptors, or is answered at once, or where it `counts` to the end; false if none may be read. */
function readAhead(turn: Turn, name: string, counts: boolean): boolean {
  for (let read = 0; ; read += 1) {
    const now = turn.state.connections.get(name);
    if (now === undefined || !canRead(turn.state, now)) return counts && read > 0;
    const brings = (now.inbound[0]?.descriptions.length ?? 0) > 0;
    readRequests(turn, name);
    const answered = (turn.state.connections.get(name)?.output.length ?? 0) > now.output.length;
    if (brings || answered) return true;
  }
}
