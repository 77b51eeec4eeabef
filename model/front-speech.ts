import { attach, setHandlers } from './attachment.ts';
import { changeChardev, chardevOf } from './chardev.ts';
import { claimsContext, forgetsOutputWatch } from './defect.ts';
import { closeNumber } from './descriptor.ts';
import { speaksLikeTen } from './error-text.ts';
import { changeFront, type FrontMonitor, frontConnection, frontKey, putFront, tellFront } from './front-monitor.ts';
import { acceptOwn, asksForMore, offerToFocus } from './front-room.ts';
import { type FrontendEvent, frontendOf } from './frontend.ts';
import { hmpLine } from './hmp.ts';
import { formatJson, freshReader, readJson } from './json.ts';
import { acceptInput } from './kept-input.ts';
import type { Message } from './language/outcome.ts';
import type { ByteString, Value } from './language/value.ts';
import { ModelLimit } from './limit.ts';
import { blankEditing, type Editing, enterLine, forgetLine, pressKey } from './line-editing.ts';
import { die } from './machine.ts';
import { connectionOf, disposeUntaken, freshConnection, type Monitor, putConnection, say } from './monitor.ts';
import { writeChardev } from './output.ts';
import { prettyJson } from './pretty-json.ts';
import { asRecord } from './schema.ts';
import { change, kept, type ModelState, type Outcomed, type Turn, turnAt } from './state.ts';
import { putEntry } from './table.ts';
import { askWatch, watchFires } from './watch.ts';

const contextTypes = ['file', 'pipe', 'stdio', 'serial', 'pty', 'socket', 'udp'];

/** Whether a chardev can serve another thread: a mux or hub only if what is below can. Source: CHR-37. */
function takesContext(state: ModelState, label: string): boolean {
  const { type, mux, hub } = chardevOf(state, label);
  const below = mux !== null ? [mux.base] : hub?.members;
  return below === undefined ? contextTypes.includes(type) : below.every((each) => takesContext(state, each));
}

/** Puts a monitor onto a chardev; the text says why not. Source: CHR-30, Q-HUB-12. */
export function openFront(
  turn: Turn,
  asked: { readonly id: string; readonly mode: 'qmp' | 'hmp'; readonly pretty: boolean; readonly chardev: string },
): Outcomed<null> {
  const { id, mode, chardev } = asked;
  const { mux, hub } = chardevOf(turn.state, chardev);
  const able = takesContext(turn.state, chardev);
  const attached = attach(turn, { is: 'monitor', id }, chardev);
  if (!attached.ok) return attached;
  if (mode === 'qmp' && !able && (mux !== null || hub !== null) && claimsContext(turn.state)) {
    die(turn, 'SIGABRT');
    return attached;
  }
  const monitor: Monitor = { id, mode, via: 'chardev', names: new Map() };
  const connection = { ...freshConnection(frontConnection(id), monitor), state: 'served' as const };
  putEntry(turn, 'monitors', id, monitor);
  putEntry(turn, 'connections', frontConnection(id), connection);
  const idle = {
    inbox: [],
    muted: false,
    greeted: false,
    late: false,
    editing: blankEditing,
    unsent: '',
    watching: false,
    watchedSince: 0,
    saidOob: false,
    answering: false,
    answered: false,
  };
  putFront(turn, { threaded: able && mode === 'qmp', ...asked, ...idle });
  setHandlers(turn, frontKey(id), true);
  return attached;
}

/** Monitors with something to say or to look at now, in the order in which they were told. */
export function busyFronts(state: ModelState): readonly string[] {
  const busy: FrontMonitor[] = [];
  for (const front of state.fronts.values()) if (isBusy(state, front)) busy.push(front);
  if (busy.length === 0) return nobody;
  const told = ({ inbox }: FrontMonitor): number => inbox[0]?.at ?? 0;
  return busy.sort((one, other) => told(one) - told(other)).map(({ id }) => id);
}

const nobody: readonly string[] = [];

/** Since when a busy one has waited for room and nothing else, `null`: it has something to look at or to say. */
export function waitsSince(state: ModelState, id: string): number | null {
  const front = state.fronts.get(id);
  return front === undefined || hasNews(state, front) ? null : front.watchedSince;
}

function hasNews(state: ModelState, { id, inbox }: FrontMonitor): boolean {
  return inbox.length > 0 || connectionOf(state, frontConnection(id)).output.length > 0;
}

/** Whether what it does next is to write. */
export function saysNext(state: ModelState, id: string): boolean {
  const front = state.fronts.get(id);
  if (front === undefined) return false;
  const [first] = front.inbox;
  const greets = first !== undefined && 'event' in first && first.event === 'OPENED';
  return greets || connectionOf(state, frontConnection(id)).output.length > 0 || hasRoomAgain(state, front);
}

function isBusy(state: ModelState, front: FrontMonitor): boolean {
  if (hasNews(state, front)) return true;
  return hasRoomAgain(state, front);
}

/** Whether the watch that it has put up fires now. */
function hasRoomAgain(state: ModelState, { watching, watchedSince, chardev }: FrontMonitor): boolean {
  return watching && watchFires(state, chardev, watchedSince) !== null;
}

/**
 * A monitor with a thread of its own that saw OPENED late may have been told before that the machine runs, as it has
 * negotiated nothing yet. Source: experiment on every release.
 */
export function runFrontAnyhow(turn: Turn, id: string): readonly Turn[] {
  if (turn.state.fronts.get(id)?.late !== true) {
    runFront(turn, id);
    return [turn];
  }
  changeFront(turn, id, { late: false });
  const told = turnAt(kept(turn));
  say(told, frontConnection(id), { event: 'RESUME' });
  for (const way of [turn, told]) runFront(way, id);
  return [turn, told];
}

/**
 * A human monitor greets within OPENED, with what the last client has not taken in one write: its watch, on the number of
 * then, is looked at later. Source: Q-SOCK-1, experiment.
 */
function greetsFirst(state: ModelState, { mode, inbox: [first] }: FrontMonitor): boolean {
  return (
    mode !== 'qmp' && forgetsOutputWatch(state) && first !== undefined && 'event' in first && first.event === 'OPENED'
  );
}

/** The next thing that a monitor on a chardev does: says what it has to say, or looks at what came. */
function runFront(turn: Turn, id: string): void {
  const front = turn.state.fronts.get(id);
  if (front === undefined) return;
  if (!greetsFirst(turn.state, front) && hasRoomAgain(turn.state, front)) {
    changeFront(turn, id, { watching: false });
    flush(turn, id);
    const { unsent, watching } = turn.state.fronts.get(id) ?? front;
    if (watching && unsent === front.unsent) throw new ModelLimit('a monitor that writes again and again in vain');
  }
  const answers = connectionOf(turn.state, frontConnection(id)).output.some(
    (each) => 'return' in each || 'error' in each,
  );
  sayMessages(turn, id);
  if (answers && front.threaded) changeFront(turn, id, { answered: true });
  const [first, ...inbox] = turn.state.fronts.get(id)?.inbox ?? [];
  if (first === undefined) {
    if (answers) offerToFocus(turn, front);
    else acceptOwn(turn, id);
    return;
  }
  changeFront(turn, id, { inbox });
  if ('bytes' in first) listen(turn, front, first.bytes);
  else if ('owes' in first) printInFocus(turn, front, prompt);
  else if (front.mode === 'qmp') hearQmp(turn, front, first.event);
  else hearHmp(turn, id, first.event);
  if (front.mode === 'qmp') acceptOwn(turn, id);
  else if (asksForMore(front, first, turn.state.fronts.get(id)?.muted === true)) acceptInput(turn, frontKey(id));
}

/** A connection has read or answered something: a monitor on a chardev takes more. Source: CHR-38. */
export function resumeFront(turn: Turn, connection: string): void {
  for (const { id } of turn.state.fronts.values()) if (frontConnection(id) === connection) acceptOwn(turn, id);
}

/** Writes line by line, as a monitor does. */
function print(turn: Turn, id: string, text: ByteString): void {
  const isPretty = turn.state.fronts.get(id)?.pretty === true;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const pieces = isPretty ? line.match(prettyTime)?.slice(1) : undefined;
    if (pieces !== undefined && isStamped(turn.state, id)) throw new ModelLimit('a time with stamps between its lines');
    for (const piece of pieces ?? [line]) {
      changeFront(turn, id, { unsent: (turn.state.fronts.get(id)?.unsent ?? '') + piece });
      flush(turn, id);
    }
    const isCut = pieces !== undefined && turn.state.fronts.get(id)?.unsent !== '';
    if (isCut && !turn.state.fronts.get(id)?.muted) throw new ModelLimit('a time of which a part is written');
  }
}

function isStamped(state: ModelState, id: string): boolean {
  return state.chardevs.get(state.fronts.get(id)?.chardev ?? '')?.mux?.stamps === true;
}

/** A line with a time, which is four lines of a pretty monitor. */
const prettyTime = /^([^{]*)(\{ti)(me\})(.*)$/s;

/** Sends what waits, unless muted; a refusal other than EAGAIN drops it. Source: "HMP monitor" among the frontends. */
function flush(turn: Turn, id: string): void {
  const front = turn.state.fronts.get(id);
  if (front === undefined || front.muted || front.unsent === '') return;
  const sent = writeChardev(turn, front.chardev, front.unsent);
  if ('stuck' in sent) throw new ModelLimit('a monitor that is stuck in its output');
  const count = 'count' in sent.taken ? sent.taken.count : sent.taken.errno === 'EAGAIN' ? 0 : front.unsent.length;
  const unsent = front.unsent.slice(count);
  const watching = front.watching || (unsent !== '' && askWatch(turn.state, front.chardev) !== 'none');
  changeFront(turn, id, { unsent, watching });
  if (!watching || front.watching) return;
  const watchedSince = turn.state.nextNumber;
  change(turn, { nextNumber: watchedSince + 1 });
  changeFront(turn, id, { watchedSince });
}

function listen(turn: Turn, { id, mode }: FrontMonitor, bytes: ByteString): void {
  const name = frontConnection(id);
  if (mode === 'qmp') {
    const { inbound } = connectionOf(turn.state, name);
    putConnection(turn, name, { inbound: [...inbound, { body: { bytes }, descriptions: [], sent: 0 }] });
    return;
  }
  for (const byte of bytes) typeByte(turn, id, byte);
}

const prompt = '(qemu) ';
const [cursorLeft, cursorRight] = ['\x1b[D', '\x1b[C'];

const clearScreen = '\x1b[2J\x1b[1;1H';

/** From what is shown to what is to be: the line anew if it is another, and the cursor to its place. Source: experiment. */
function drawn(shown: Editing, { line, cursor }: Editing): ByteString {
  const changed = line !== shown.line;
  const at = changed ? line.length : shown.cursor;
  const redrawn = changed ? `${cursorLeft.repeat(shown.cursor)}${line}\x1b[K` : '';
  return redrawn + (cursor < at ? cursorLeft.repeat(at - cursor) : cursorRight.repeat(cursor - at));
}

/** One byte of typing, echoed. */
function typeByte(turn: Turn, id: string, byte: ByteString): void {
  const { editing } = turn.state.fronts.get(id) ?? { editing: blankEditing };
  if (editing.within === null && (byte === '\r' || byte === '\n')) {
    print(turn, id, '\r\n');
    changeFront(turn, id, { editing: enterLine(editing) });
    runLine(turn, id, editing.line);
  } else if (editing.within === null && byte === '\x0c')
    print(turn, id, clearScreen + prompt + drawn(blankEditing, editing));
  else {
    const next = pressKey(editing, byte, speaksLikeTen(turn.state.profile));
    changeFront(turn, id, { editing: next });
    const echo = drawn(editing, next);
    const front = turn.state.fronts.get(id);
    if (front !== undefined && echo !== '') printInFocus(turn, front, echo);
  }
}

function runLine(turn: Turn, id: string, line: ByteString): void {
  const printed = hmpLine(turn, { connection: frontConnection(id), monitor: id }, line);
  if (turn.state.connections.has(frontConnection(id))) disposeUntaken(turn, frontConnection(id), []);
  moveFocus(turn, id);
  changeFront(turn, id, { answering: true });
  for (const each of printed) print(turn, id, `${each}\r\n`);
  changeFront(turn, id, { answering: false });
  if (turn.state.machine.state !== 'exited' && turn.state.fronts.get(id)?.muted === false) print(turn, id, prompt);
}

/** Focus that its own command has moved: nothing is printed for it. Source: experiment (`cont` under a port of the same mux). */
function moveFocus(turn: Turn, id: string): void {
  const { inbox } = turn.state.fronts.get(id) ?? { inbox: [] };
  const moves = inbox.flatMap((each) => ('event' in each && /^MUX_/.test(each.event) ? [each.event] : []));
  const last = moves.at(-1);
  if (last === undefined || moves.length < inbox.length) return;
  changeFront(turn, id, { inbox: [], muted: last === 'MUX_OUT' });
}

/** Greeting at OPENED; a mux mutes it while another frontend has the focus. Source: experiment on both releases. */
function hearHmp(turn: Turn, id: string, event: FrontendEvent): void {
  const front = turn.state.fronts.get(id);
  if (front === undefined) return;
  const { major, minor, micro } = turn.state.profile.version;
  switch (event) {
    case 'OPENED':
      print(turn, id, `QEMU ${major}.${minor}.${micro} monitor - type 'help' for more information\r\n`);
      changeFront(turn, id, { greeted: true, editing: forgetLine(front.editing) });
      if (!front.muted) print(turn, id, prompt);
      return;
    case 'MUX_OUT':
      if (front.greeted && !front.muted) printInFocus(turn, front, '\r\n');
      changeFront(turn, id, { muted: true });
      return;
    case 'MUX_IN':
      changeFront(turn, id, { muted: false, editing: forgetLine(front.editing) });
      if (!owesPrompt(turn, front)) printInFocus(turn, front, front.greeted ? prompt : ''); // in one write with what waited
      return;
    default:
  }
}

/**
 * Focus that leaves again within the same piece of input gets its prompt after all of it (7.2: at once), kept until the focus
 * is back; 11.1 owes one only, 10.0 one for each time. Source: experiment.
 */
function owesPrompt(turn: Turn, { id, greeted }: FrontMonitor): boolean {
  const { profile, fronts } = turn.state;
  const inbox = fronts.get(id)?.inbox ?? [];
  if (!greeted || !speaksLikeTen(profile)) return false;
  const owes = profile.version.major > 10 && inbox.some((each) => 'owes' in each);
  if (!inbox.some((each) => 'event' in each && /^MUX_/.test(each.event))) return owes;
  if (!owes) tellFront(turn, id, { owes: 'prompt' });
  return true;
}

/**
 * What it says while it has the focus, however much later it is looked at: the mux goes on with the same piece of input and
 * may have moved the focus since. It takes input meanwhile, which matters where writing fails. Source: MUX-04, SOCK-13.
 */
function printInFocus(turn: Turn, { id, chardev }: FrontMonitor, text: ByteString): void {
  const { mux } = chardevOf(turn.state, chardev);
  const slot = frontendOf(turn.state, frontKey(id))?.slot;
  if (mux !== null && slot !== undefined) changeChardev(turn, chardev, { mux: { ...mux, focus: slot } });
  if (text === '') flush(turn, id);
  else print(turn, id, text);
  const after = turn.state.chardevs.get(chardev)?.mux;
  if (mux !== null && after != null) changeChardev(turn, chardev, { mux: { ...after, focus: mux.focus } });
}

/**
 * Whether a command or an error ends with what was read and not looked at yet: the main loop takes it as another thread
 * forgets the client, and its lexer may be left where it was (11.1 counts one column more in one of four runs).
 */
function completes({ connections, profile }: ModelState, name: string): boolean {
  const connection = connections.get(name);
  if (connection === undefined) return false;
  const { reader, inbound } = connection;
  return inbound.some(
    ({ body }) => 'bytes' in body && readJson(reader, body.bytes, profile.jsonErrors).parsed.length > 0,
  );
}

/** A client comes or goes: negotiation starts anew, and what the one that went had begun to say is forgotten. Source: QMP-01, QMP-08. */
function hearQmp(turn: Turn, { id, threaded }: FrontMonitor, event: FrontendEvent): void {
  const name = frontConnection(id);
  if (event !== 'OPENED' && event !== 'CLOSED') return;
  changeFront(turn, id, { saidOob: false });
  if (event === 'OPENED') putConnection(turn, name, { negotiated: false, oob: false });
  else {
    for (const { bound } of connectionOf(turn.state, name).queue) for (const number of bound) closeNumber(turn, number);
    if (threaded && completes(turn.state, name)) throw new ModelLimit('what a QMP client completes as it hangs up');
    const gone = { inbound: [], run: null, queue: [], output: [], reader: freshReader };
    putConnection(turn, name, { negotiated: false, oob: false, ...gone });
  }
  if (event === 'OPENED') say(turn, name, { greeting: { capabilities: threaded ? ['oob'] : [] } });
}

/** Messages of a QMP monitor as the bytes that they are. */
function sayMessages(turn: Turn, id: string): void {
  const name = frontConnection(id);
  const { output, oob } = connectionOf(turn.state, name);
  putConnection(turn, name, { output: [] });
  const pretty = turn.state.fronts.get(id)?.pretty === true;
  for (const message of output) {
    const text = textOf(turn.state, message);
    const shown = (pretty ? prettyJson(text) : text).replace('"{time}"', '{time}');
    const isReply = 'return' in message || 'error' in message;
    const saidOob = turn.state.fronts.get(id)?.saidOob === true;
    changeFront(turn, id, { answering: isReply && !saidOob });
    print(turn, id, `${shown.replaceAll('\n', '\r\n')}\r\n`);
    changeFront(turn, id, { answering: false, saidOob: saidOob || (isReply && oob) });
  }
}

/** One message, compact. Source: experiment on both releases. */
function textOf(state: ModelState, message: Message): ByteString {
  if ('greeting' in message) {
    const { major, minor, micro } = state.profile.version;
    const version = `{"qemu": {"micro": ${micro}, "minor": ${minor}, "major": ${major}}, "package": "{package}"}`;
    const offered = message.greeting.capabilities.map((each) => `"${each}"`).join(', ');
    return `{"QMP": {"version": ${version}, "capabilities": [${offered}]}}`;
  }
  if (!('event' in message)) return exact(asRecord(message as Value) ?? {});
  const data = message.data === undefined ? '' : `, "data": ${exact(message.data)}`;
  return `{"timestamp": "{time}", "event": "${message.event}"${data}}`;
}

function exact(value: Value): ByteString {
  const text = formatJson(value);
  if (text === null) throw new ModelLimit('the exact bytes of this message');
  return text;
}
