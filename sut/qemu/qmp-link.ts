import type { Message } from '../../model/language/outcome.ts';
import type { Value } from '../../model/language/value.ts';
import { withoutHiddenLines } from '../line-of-error.ts';
import { TargetFailure } from '../target.ts';
import { type Channel, pump, takeLine, transmit } from './channel.ts';
import { parseValue } from './json.ts';
import type { Libc } from './libc.ts';
import { awaitArrival, type Waited } from './reply.ts';

/** One line that a monitor sent, not reported to the scenario yet: exact bytes and what they say. */
type Line = { readonly bytes: string; readonly message: Message };
/** A scenario's connection to a QMP monitor. */
export type QmpLink = {
  readonly kind: 'qmp';
  readonly monitor: string;
  readonly via: 'pair' | 'listen';
  readonly channel: Channel;
  /** Received and not reported, oldest first. */
  lines: Line[];
  /** So many of them stand in their final order; see `departuresLast`. */
  ordered: number;
  /** Errors tell line and column (QMP-07 of 11.1): each command of the harness's making is a line of its own. */
  isLinewise: boolean;
  /** Lines that were sent before the scenario's first. */
  hiddenLines: number;
  /** Commands whose reply did not come within the patience: later replies answer these first. */
  owed: number;
};

/** The bytes of one line as a message without time stamp. Throws TargetFailure when it is not one. */
function messageOf(line: string): Message {
  let value: Value;
  try {
    value = parseValue(Buffer.from(line, 'latin1').toString('utf8'));
  } catch {
    throw new TargetFailure(`a QMP monitor sent a line that is not JSON: ${line.slice(0, 200)}`);
  }
  const object = value as Readonly<Record<string, Value>>;
  const id = 'id' in object ? { id: object['id'] as Value } : {};
  if ('QMP' in object) {
    const greeting = object['QMP'] as { readonly capabilities: readonly string[] };
    return { greeting: { capabilities: greeting.capabilities } };
  }
  if ('event' in object) {
    const data = 'data' in object ? { data: object['data'] as Value } : {};
    return { event: object['event'] as string, ...data };
  }
  if ('return' in object) return { return: object['return'] as Value, ...id };
  const error = object['error'] as { readonly class: string; readonly desc: string };
  return { error: { class: error.class, desc: error.desc }, ...id };
}

/** Major number of the first QEMU that tells where broken JSON is. Source: seen on 11.1. */
const firstLinewise = 11;

/**
 * What follows a command of the harness's making. Nothing where no line is told: QEMU would read it after the command, and
 * every read makes pending descriptors blocking (FDSET-05).
 */
export function commandEnd(link: QmpLink): string {
  return link.isLinewise ? '\n' : '';
}

/** Sorts what has arrived into lines, without waiting. */
export function collect(libc: Libc, link: QmpLink): void {
  pump(libc, link.channel, 0);
  sortLines(link);
}

function sortLines(link: QmpLink): void {
  for (let bytes = takeLine(link.channel); bytes !== undefined; bytes = takeLine(link.channel)) {
    const line = withoutHiddenLines(bytes, link.hiddenLines);
    const message = messageOf(line);
    if ('greeting' in message) link.isLinewise = Number(/"major": *(\d+)/.exec(line)?.[1]) >= firstLinewise;
    link.lines.push({ bytes: line, message });
  }
}

/** Takes the first line for which `wanted` holds, waiting at most `patienceMs` for it; others stay. */
export function awaitMessage(
  libc: Libc,
  link: QmpLink,
  patienceMs: number,
  wanted: (message: Message, index: number) => boolean,
): Message | Exclude<Waited, 'arrived'> {
  let found = -1;
  const waited = awaitArrival(libc, link.channel, patienceMs, () => {
    sortLines(link);
    found = link.lines.findIndex(({ message }, index) => wanted(message, index));
    return found >= 0;
  });
  if (waited !== 'arrived') return waited;
  const [line] = link.lines.splice(found, 1);
  if (found < link.ordered) link.ordered -= 1;
  if (line === undefined) throw new Error('a line that was found is there');
  return line.message;
}

/**
 * A device is gone when the RCU thread gets the big lock: where that falls among what one step caused is chance, so it
 * comes last there. Called when a step is through. Source: VSER-50.
 */
export function departuresLast(libc: Libc, link: QmpLink): void {
  collect(libc, link);
  const fresh = link.lines.splice(link.ordered);
  const isDeparture = ({ message }: Line): boolean => 'event' in message && message.event === 'DEVICE_DELETED';
  link.lines.push(...fresh.filter((line) => !isDeparture(line)), ...fresh.filter(isDeparture));
  link.ordered = link.lines.length;
}

/** Takes everything that has arrived and was not reported, as messages; an incomplete line stays. */
export function takeMessages(libc: Libc, link: QmpLink): readonly Message[] {
  departuresLast(libc, link);
  link.ordered = 0;
  const messages = link.lines.map(({ message }) => message);
  link.lines = [];
  link.owed = Math.max(0, link.owed - messages.filter((each) => 'return' in each || 'error' in each).length);
  return messages;
}

/** Takes the same as exact bytes, an incomplete line included. */
export function takeBytes(libc: Libc, link: QmpLink): string {
  collect(libc, link);
  const bytes = link.lines.map((line) => line.bytes).join('') + link.channel.received;
  link.lines = [];
  link.ordered = 0;
  link.channel.received = '';
  return bytes;
}

/** What was sent so far is the harness's own: the scenario's first line begins now. */
export function hideLinesSoFar(libc: Libc, link: QmpLink, patienceMs: number): void {
  if (link.isLinewise && !link.channel.sent.atLineStart) transmit(libc, link.channel, '\n', [], patienceMs);
  link.hiddenLines = link.channel.sent.lines;
}
