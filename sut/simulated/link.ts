import type { Message } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { byteString, bytesOf } from '../engine/bytes.ts';
import { withoutHiddenLines } from '../line-of-error.ts';
import { parseWire } from './wire-json.ts';
import type { World } from './world.ts';

/** A client's connection to a monitor: what came over it and was not reported yet. */
export type Link = {
  readonly mode: 'qmp' | 'hmp';
  readonly fd: number;
  /** Complete lines, with their bytes. */
  lines: { readonly bytes: string; readonly message: Message }[];
  /** What no line end has come for; all text of an HMP connection. */
  rest: string;
  /** Lines that were sent before the scenario's first. */
  hiddenLines: number;
  /** Replies that a silent command still owes. */
  owed: number;
  ended: boolean;
};

const readMax = 65536;
/** Replies to what this client's own commands ask for are short; anything longer is a broken engine. */
const receivedMax = 1 << 24;

/** A connection over a client's descriptor. */
export function createLink(world: World, mode: 'qmp' | 'hmp', fd: number): Link {
  world.client.setStatusFlags(fd, ['nonblock']);
  return { mode, fd, lines: [], rest: '', hiddenLines: 0, owed: 0, ended: false };
}

type Members = Readonly<Record<string, Value>>;

/** Null: a line that is no message, in a world where a fault may have torn one apart. */
function messageOf(line: string, torn: boolean): Message | null {
  const members = parseWire(line) as Members | null;
  if (members === null || typeof members !== 'object') {
    if (torn) return null;
    throw new Error(`the monitor sent no JSON: ${line}`);
  }
  const id = members['id'];
  if (members['return'] !== undefined) {
    const value = members['return'];
    return id === undefined ? { return: value } : { return: value, id };
  }
  if (members['error'] !== undefined) {
    const given = members['error'] as Members;
    const error = { class: String(given['class']), desc: String(given['desc']) };
    return id === undefined ? { error } : { error, id };
  }
  if ('event' in members) {
    const event = String(members['event']);
    return 'data' in members ? { event, data: members['data'] ?? null } : { event };
  }
  const greeting = members['QMP'] as Members | undefined;
  if (greeting === undefined && torn) return null;
  if (greeting === undefined) throw new Error(`the monitor sent an unknown message: ${line}`);
  return { greeting: { capabilities: greeting['capabilities'] as readonly string[] } };
}

/** Takes in what has arrived. */
export function collect(world: World, link: Link): void {
  let arrived = '';
  while (!link.ended && arrived.length < receivedMax) {
    const got = world.client.read(link.fd, readMax);
    if (!got.ok) {
      if (got.errno !== 'EAGAIN') link.ended = true;
      break;
    }
    if (got.value.length === 0) link.ended = true;
    arrived += byteString(got.value);
  }
  if (arrived === '') return;
  link.rest += arrived;
  if (link.mode === 'hmp') return;
  let from = 0;
  for (let end = link.rest.indexOf('\n'); end >= 0; end = link.rest.indexOf('\n', from)) {
    const bytes = withoutHiddenLines(link.rest.slice(from, end + 1), link.hiddenLines);
    from = end + 1;
    const message = messageOf(bytes, world.torn);
    if (message !== null) link.lines.push({ bytes, message });
  }
  link.rest = link.rest.slice(from);
}

function isReply(message: Message): boolean {
  return 'return' in message || 'error' in message;
}

/** Everything that came and was not reported. */
export function takeMessages(world: World, link: Link): readonly Message[] {
  collect(world, link);
  const messages = link.lines.map(({ message }) => message);
  link.lines = [];
  link.owed = Math.max(0, link.owed - messages.filter(isReply).length);
  return messages;
}

/** The same, as bytes. */
export function takeBytes(world: World, link: Link): string {
  collect(world, link);
  const bytes = link.lines.map((line) => line.bytes).join('') + link.rest;
  link.lines = [];
  link.rest = '';
  return bytes;
}

/** Takes one message out of what came. */
export function takeOne(link: Link, wanted: (message: Message, index: number) => boolean): Message | null {
  const at = link.lines.findIndex(({ message }, index) => wanted(message, index));
  const line = link.lines[at];
  if (line === undefined) return null;
  link.lines.splice(at, 1);
  return line.message;
}

/** How many of the first `count` messages are replies. */
export function repliesBefore(link: Link, count: number): number {
  return link.lines.slice(0, count).filter(({ message }) => isReply(message)).length;
}

/** Sends bytes with descriptors on the first; false when the connection has ended. */
export function transmit(world: World, link: Link, bytes: string, fds: readonly number[]): boolean {
  const all = bytesOf(bytes);
  let at = 0;
  while (at < all.length) {
    const piece = at === 0 ? all : all.subarray(at);
    const sent = at === 0 ? world.client.sendmsg(link.fd, piece, fds) : world.client.write(link.fd, piece);
    if (!sent.ok) return sent.errno === 'EAGAIN';
    at += sent.value;
  }
  return true;
}
