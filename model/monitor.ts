import type { Answer } from './command.ts';
import { bindsDescriptorsLate, keepsDescriptors } from './defect.ts';
import { descriptionOf, release } from './description.ts';
import { closeNumber, freeMonitorNumber, install } from './descriptor.ts';
import { reapAllSets } from './fdset.ts';
import { closeAllNames } from './getfd.ts';
import { asParsed, freshReader, type JsonReader, type Parsed, readJson, readLine, withPlainNumbers } from './json.ts';
import type { Message } from './language/outcome.ts';
import type { ByteString, Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { receiveDescription } from './open.ts';
import { keepBlocking, keepPassed, passedTo } from './passed-descriptors.ts';
import { change, type ModelState, type Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** A monitor of QEMU and the names that getfd gave in it. Source: GETFD-05. */
export type Monitor = {
  readonly id: string;
  readonly mode: 'qmp' | 'hmp';
  /** `chardev`: on a chardev of the scenario, see front-monitor.ts. */
  readonly via: 'pair' | 'listen' | 'chardev';
  readonly names: ReadonlyMap<string, number>;
  /** Clients that left before they were served: each keeps its place among those who wait until the one served leaves. */
  readonly leftUnserved?: number;
};

/** Clients that a listening monitor lets wait: the backlog of its listen(2), 1, and one more. Source: SOCK-03, experiment. */
const waitingMax = 2;

/** It is served: its next turn comes behind those of all others. Source: QMP-09. */
export function endTurn(turn: Turn, id: string): void {
  const { turns } = turn.state;
  if (turns[turns.length - 1] !== id) change(turn, { turns: [...turns.filter((each) => each !== id), id] });
}

/** One message of the client under way: bytes, or a command that needs no parsing, and the descriptions with it. */
export type Sending = {
  readonly body: { readonly bytes: ByteString } | { readonly command: Value };
  readonly descriptions: readonly number[];
  /** How many messages of all clients were under way when it was sent. */
  readonly sent: number;
};

/** A command that was read and waits for its turn; `bound`: its descriptors, where they bind at its brace. */
export type Request = { readonly parsed: Parsed; readonly bound: readonly number[] };

/** A client's connection to a monitor. `waiting`: connected, not served yet; `left`: the client is gone. */
export type Connection = {
  readonly name: string;
  readonly monitor: string;
  readonly mode: 'qmp' | 'hmp';
  readonly state: 'waiting' | 'served' | 'left';
  /** QEMU's number for it, `null` for one that was inherited. */
  readonly number: number | null;
  readonly negotiated: boolean;
  readonly oob: boolean;
  readonly inbound: readonly Sending[];
  /** Where what it sent in one hold began, and how many bytes of it were read; `null`: not read byte after byte since. */
  readonly run: { readonly since: number; readonly bytes: number } | null;
  /** Received descriptors that no command has taken. Source: FDSET-01. */
  readonly pending: readonly number[];
  readonly reader: JsonReader;
  readonly line: string;
  readonly queue: readonly Request[];
  /** A command of it is stuck in the main loop. */
  readonly busy: boolean;
  readonly output: readonly Message[];
  readonly printed: readonly string[];
};

/** Descriptors that one message can bring. Source: FDSET-04. */
const descriptorsMax = 16;
/** Requests that wait in a monitor with oob. Source: QMP-12. */
const queueMax = 8;

/** A connection as it is when the client has just connected. */
export function freshConnection(name: string, monitor: Monitor): Connection {
  return {
    name,
    monitor: monitor.id,
    mode: monitor.mode,
    state: 'waiting',
    number: null,
    negotiated: false,
    oob: false,
    inbound: [],
    run: null,
    pending: [],
    reader: freshReader,
    line: '',
    queue: [],
    busy: false,
    output: [],
    printed: [],
  };
}

/** The connection; throws ModelLimit if the scenario has none of that name. */
export function connectionOf(state: ModelState, name: string): Connection {
  const connection = state.connections.get(name);
  if (connection === undefined) throw new ModelLimit(`no connection ${name}`);
  return connection;
}

/** Replaces members of a connection. */
export function putConnection(turn: Turn, name: string, members: Partial<Connection>): void {
  putEntry(turn, 'connections', name, Object.assign(copyOf(connectionOf(turn.state, name)), members));
}

/** Member by member, for V8: see `copyOf` in state.ts. */
function copyOf(connection: Connection): Connection {
  return {
    name: connection.name,
    monitor: connection.monitor,
    mode: connection.mode,
    state: connection.state,
    number: connection.number,
    negotiated: connection.negotiated,
    oob: connection.oob,
    inbound: connection.inbound,
    run: connection.run,
    pending: connection.pending,
    reader: connection.reader,
    line: connection.line,
    queue: connection.queue,
    busy: connection.busy,
    output: connection.output,
    printed: connection.printed,
  };
}

/** Sends one message to a client. */
export function say(turn: Turn, name: string, message: Message): void {
  const connection = turn.state.connections.get(name);
  if (turn.state.machine.signal !== null) return; // the dead say nothing
  if (connection?.state === 'served') putConnection(turn, name, { output: [...connection.output, message] });
}

/** A command's answer, with the id that the command had. Source: QMP-04. */
export function reply(turn: Turn, name: string, id: Value | undefined, answer: Exclude<Answer, { ok: 'stuck' }>): void {
  if (id !== undefined && hasInfinity(id)) throw new ModelLimit('an id beyond every double');
  const echo = id === undefined ? undefined : withPlainNumbers(id);
  if (answer.ok) say(turn, name, echo === undefined ? { return: answer.value } : { return: answer.value, id: echo });
  else {
    const error = { class: answer.errorClass ?? 'GenericError', desc: answer.text };
    say(turn, name, echo === undefined ? { error } : { error, id: echo });
  }
}

function hasInfinity(value: Value): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => hasInfinity(item as Value));
}

/** Sends an event to every client that has negotiated. */
export function publish(turn: Turn, message: Message): void {
  for (const [name, connection] of turn.state.connections)
    if (connection.mode === 'qmp' && connection.negotiated) say(turn, name, message);
}

/** Serves a waiting client: the accepted connection takes a number, inherited ones have theirs. Source: QMP-01, QMP-02. */
export function serve(turn: Turn, name: string): void {
  const connection = connectionOf(turn.state, name);
  const listens = turn.state.monitors.get(connection.monitor)?.via === 'listen';
  const installed = listens ? install(turn, { kind: 'own' }) : null;
  if (installed?.ok === false) throw new ModelLimit('a monitor connection without a free descriptor');
  putConnection(turn, name, { state: 'served', number: installed?.value ?? null });
  if (connection.mode === 'qmp') say(turn, name, { greeting: { capabilities: ['oob'] } });
}

/** Whether no further client can wait; ModelLimit where that hangs on those who left. Source: SOCK-03. */
export function isFull(state: ModelState, monitor: string): boolean {
  const own = [...state.connections.values()].filter((each) => each.monitor === monitor);
  const waiting = own.filter((each) => each.state === 'waiting').length;
  const unserved = own.length === waiting ? 0 : (state.monitors.get(monitor)?.leftUnserved ?? 0);
  if (waiting < waitingMax && waiting + unserved >= waitingMax)
    throw new ModelLimit('how many of those who left unserved still take a place');
  return waiting >= waitingMax;
}

/** A client that was never served is gone. */
export function leaveUnserved(turn: Turn, name: string): void {
  const monitor = turn.state.monitors.get(connectionOf(turn.state, name).monitor);
  dropEntry(turn, 'connections', name);
  if (monitor === undefined) return;
  putEntry(turn, 'monitors', monitor.id, { ...monitor, leftUnserved: (monitor.leftUnserved ?? 0) + 1 });
}

/** The client that a free listening monitor serves next, `null` if none waits. */
export function nextToServe(state: ModelState): string | null {
  for (const [name, connection] of state.connections) {
    if (connection.state !== 'waiting') continue;
    let taken = false;
    for (const other of state.connections.values())
      if (other.monitor === connection.monitor && other.state !== 'waiting') taken = true;
    if (!taken && (connection.mode === 'qmp' || state.stall === null)) return name;
  }
  return null;
}

/** Whether it is read while the main loop is stuck: QMP is, but on a chardev that the main loop serves. Source: CHR-37. */
function isReadApart(state: ModelState, { mode, monitor }: Connection): boolean {
  const chardev = state.fronts.get(monitor)?.chardev;
  return mode === 'qmp' && (chardev === undefined || state.chardevs.get(chardev)?.apart === true);
}

/** Whether the monitor reads more of what the client sent. Source: FDSET-10, FDSET-11, QMP-09, QMP-12. */
export function canRead(state: ModelState, connection: Connection): boolean {
  if (connection.inbound.length === 0 || connection.state === 'waiting') return false;
  if (state.stall !== null && !isReadApart(state, connection)) return false;
  if (connection.oob) return connection.queue.length < queueMax;
  return connection.queue.length === 0 && !connection.busy;
}

/** Takes over the descriptors of a message: installs them, then closes the pending ones. Source: FDSET-01, 04, 05. */
function receiveDescriptors(turn: Turn, name: string, descriptions: readonly number[]): void {
  const ofPath = descriptions.some((each) => descriptionOf(turn.state, each).flags.includes('path'));
  if (ofPath && turn.state.profile.pathDescriptorsEnd)
    throw new ModelLimit('a descriptor of a path, with which a monitor ends the connection');
  const numbers: number[] = [];
  for (const [index, description] of descriptions.entries()) {
    if (index >= descriptorsMax) {
      release(turn, description);
      continue;
    }
    const received = receiveDescription(turn, description);
    if (received.ok) numbers.push(received.value);
  }
  if (numbers.length === 0) return;
  closeAll(turn, connectionOf(turn.state, name).pending);
  putConnection(turn, name, { pending: numbers });
}

/** The chardev of the scenario that this monitor is on; null: its client's connection is its own. */
function chardevUnder({ monitors, fronts }: ModelState, { monitor }: Connection): string | null {
  return monitors.get(monitor)?.via === 'chardev' ? (fronts.get(monitor)?.chardev ?? null) : null;
}

/** Received descriptors that no command has taken: the chardev of a monitor keeps them. Source: FDSET-01, SOCK-16. */
function waitingFor(state: ModelState, name: string): readonly number[] {
  const connection = connectionOf(state, name);
  const chardev = chardevUnder(state, connection);
  return chardev === null ? connection.pending : passedTo(state, chardev);
}

function keepWaiting(turn: Turn, name: string, pending: readonly number[]): void {
  const chardev = chardevUnder(turn.state, connectionOf(turn.state, name));
  if (chardev === null) putConnection(turn, name, { pending });
  else keepPassed(turn, chardev, pending);
}

/** The descriptors of the message that is read next are taken over with its first byte; false if it brings none. Source: FDSET-01. */
export function receiveFirst(turn: Turn, name: string): boolean {
  const [first, ...rest] = connectionOf(turn.state, name).inbound;
  if (first === undefined || first.descriptions.length === 0) return false;
  putConnection(turn, name, { inbound: [{ ...first, descriptions: [] }, ...rest] });
  receiveDescriptors(turn, name, first.descriptions);
  keepBlocking(turn, waitingFor(turn.state, name));
  return true;
}

function closeAll(turn: Turn, numbers: readonly number[]): void {
  for (const number of numbers) closeNumber(turn, number);
}

/**
 * Reads the oldest message up to where it completes a command, and hands over what it completed: requests of a QMP
 * client, lines of an HMP one. Source: FDSET-02, QMP-08.
 */
export function readSome(
  turn: Turn,
  name: string,
): { readonly requests: readonly Request[]; readonly lines: string[] } {
  const connection = connectionOf(turn.state, name);
  const [first, ...rest] = connection.inbound;
  if (first === undefined) return { requests: [], lines: [] };
  putConnection(turn, name, { inbound: rest });
  if (first.descriptions.length > 0) receiveDescriptors(turn, name, first.descriptions);
  keepBlocking(turn, waitingFor(turn.state, name));
  const { sent } = first;
  const keep = (bytes: ByteString): void => {
    if (bytes !== '') putConnection(turn, name, { inbound: [{ body: { bytes }, descriptions: [], sent }, ...rest] });
  };
  if ('command' in first.body) {
    if (connection.reader.tokens !== null || connection.reader.lexer.text !== '')
      throw new ModelLimit('a command inside an unfinished one');
    putConnection(turn, name, { reader: readLine(connection.reader), run: null });
    return { requests: bind(turn, name, [{ ok: true, value: asParsed(first.body.command) }]), lines: [] };
  }
  if (connection.mode === 'hmp') {
    const text = connection.line + first.body.bytes;
    const end = text.search(/[\r\n]/);
    putConnection(turn, name, { line: end < 0 ? text : '' });
    if (end < 0) return { requests: [], lines: [] };
    keep(text.slice(end + 1));
    return { requests: [], lines: [text.slice(0, end)] };
  }
  const { reader, used, parsed } = readJson(connection.reader, first.body.bytes, turn.state.profile.jsonErrors);
  const run = connection.run === null ? null : { ...connection.run, bytes: connection.run.bytes + used };
  putConnection(turn, name, { reader, run });
  keep(first.body.bytes.slice(used));
  return { requests: bind(turn, name, parsed), lines: [] };
}

/** Makes requests; where descriptors bind at the closing brace, the first one takes what is pending. Source: DEF-02. */
function bind(turn: Turn, name: string, parsed: readonly Parsed[]): readonly Request[] {
  return parsed.map((each): Request => {
    if (bindsDescriptorsLate(turn.state)) return { parsed: each, bound: [] };
    const bound = waitingFor(turn.state, name);
    keepWaiting(turn, name, []);
    return { parsed: each, bound };
  });
}

/** The first descriptor that the command may take; the others are closed. Source: FDSET-03. */
export function takePending(turn: Turn, name: string, bound: readonly number[]): number | null {
  const [first, ...others] = bound.length > 0 ? bound : waitingFor(turn.state, name);
  if (bound.length === 0) keepWaiting(turn, name, []);
  closeAll(turn, others);
  return first ?? null;
}

/** What becomes of descriptors that a finished command did not take. Source: FDSET-06, DEF-09. */
export function disposeUntaken(turn: Turn, name: string, bound: readonly number[]): void {
  const connection = turn.state.connections.get(name);
  if (connection === undefined || !keepsDescriptors(turn.state)) {
    closeAll(turn, [...bound, ...(connection === undefined ? [] : waitingFor(turn.state, name))]);
    if (connection !== undefined) keepWaiting(turn, name, []);
  } else if (bound.length > 0) {
    closeAll(turn, waitingFor(turn.state, name));
    keepWaiting(turn, name, bound);
  }
}

/** The client is gone: its connection ends, with what was pending and queued. Source: FDSET-07, FDSET-36, GETFD-05. */
export function hangUp(turn: Turn, name: string): void {
  const connection = connectionOf(turn.state, name);
  const late = connection.inbound.some(({ body }) => 'command' in body || body.bytes.trim() !== '');
  if (late && canRead(turn.state, connection))
    throw new ModelLimit('a message sent just before hanging up may be executed or dropped');
  if (!connection.busy && connection.queue.length === 0) keepBlocking(turn, waitingFor(turn.state, name)); // the end is read, too
  for (const sending of connection.inbound) for (const each of sending.descriptions) release(turn, each);
  closeAll(turn, [...connection.pending, ...connection.queue.flatMap((request) => request.bound)]);
  if (connection.number !== null) closeNumber(turn, connection.number);
  dropEntry(turn, 'connections', name);
  endInherited(turn, connection.monitor);
  if (!keepsDescriptors(turn.state)) closeAllNames(turn, connection.monitor);
  reapAllSets(turn);
}

/** The number of an inherited connection comes free; with the last one a real system loses the harness's own monitor, too. */
function endInherited(turn: Turn, monitor: string): void {
  const { monitors, connections, descriptorsMax } = turn.state;
  const inherited = [...monitors.values()].filter(({ via }) => via === 'pair').map(({ id }) => id);
  const at = inherited.indexOf(monitor);
  if (at < 0) return;
  if (descriptorsMax !== null && ![...connections.values()].some((each) => inherited.includes(each.monitor)))
    throw new ModelLimit('the last inherited monitor connection ends under a limit of descriptors');
  freeMonitorNumber(turn, at);
}
