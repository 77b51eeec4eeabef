import type { CharEvent } from '../../model/language/char-event.ts';
import { type ReplayFault, type ReplayItem, type ReplaySource, readReplayLog } from '../../sut/replay-log.ts';

/** One character event with its place in the log and the host's clock then, nanoseconds from the first time told. */
export type TrafficEvent = { readonly event: CharEvent; readonly at: number; readonly tNs: bigint };

/** What a record/replay log holds about characters, and how it ends. */
export type Traffic = {
  readonly events: readonly TrafficEvent[];
  /** Events of all kinds. */
  readonly eventCount: number;
  readonly instructions: bigint;
  /** Nanoseconds since 1970 of the first time told; 0 without one. */
  readonly t0: bigint;
  readonly lastNs: bigint;
  /** `cut`: the log stops there without its end. `followed`: there is more behind its end. */
  readonly end: 'whole' | 'followed' | 'cut';
};

/** A log that cannot be imported: one sentence with the byte. */
export class ReplayLogProblem extends Error {
  override readonly name = 'ReplayLogProblem';
  readonly at: number;

  constructor(text: string, at: number) {
    super(`${text} (byte ${at})`);
    this.at = at;
  }
}

/** A session is replayed step by step: more than this is no diagnosis any more. */
const eventsMax = 50_000;
/** Bytes of input and of single writes, all together. */
const bytesMax = 8 * 1024 * 1024;
/** A log that stops within its head is none. */
const headBytes = 12;
/** No frontend writes more at once. */
const writeBytesMax = 1024 * 1024;

const faultTexts: Readonly<Record<Exclude<ReplayFault, 'truncated'>, (number: number) => string>> = {
  empty: () => 'an empty file, no record/replay log',
  unfinished: () => 'the log was never finished: the QEMU that recorded it was killed, and its head is all zeros',
  foreign: () => 'not a record/replay log of QEMU',
  version: (number) =>
    `a record/replay log of version 0x${number.toString(16)}: this charsim reads 0xe0200c, which QEMU 7.2 and 10.0 write, and 0xe0200e of 11.1`,
  unknown: (number) =>
    `event ${number} is none that QEMU 7.2, 10.0 or 11.1 writes: the log is damaged, or of another release`,
  sound: () => 'the log holds recorded sound, which has no length of its own: what comes behind cannot be found',
  'too-long': (number) => `an event claims ${number} bytes, more than 16 MiB: the log is damaged`,
};

/** What no recording can say of a write; undefined: it may be. Source: RR-03. */
function writeProblem(event: CharEvent): string | undefined {
  if (!('write' in event)) return undefined;
  const { write, offset } = event;
  if (offset < 0 || offset > writeBytesMax) return `a write that took ${offset} bytes`;
  if (write < -1 || write > offset) return `a write with result ${write} that took ${offset} bytes`;
  return undefined;
}

/**
 * Reads a log once, in memory of its character events alone. Throws ReplayLogProblem for a log that is foreign, of another
 * version, unfinished, damaged or too large; one that only stops too early is read as far as it goes. Source: RR-01..RR-03.
 */
export function readTraffic(source: ReplaySource): Traffic {
  const events: TrafficEvent[] = [];
  let eventCount = 0;
  let instructions = 0n;
  let bytes = 0;
  let t0: bigint | undefined;
  let nowNs = 0n;
  for (const item of readReplayLog(source)) {
    if (!('event' in item)) {
      const end = endOf(item);
      return { events, eventCount, instructions, t0: t0 ?? 0n, lastNs: nowNs, end };
    }
    const { at, event } = item;
    eventCount += 1;
    if (event.is === 'instructions') instructions += BigInt(event.count);
    if (event.is === 'clock' && event.clock === 'host') {
      t0 ??= event.ns;
      if (event.ns - t0 > nowNs) nowNs = event.ns - t0;
    }
    if (event.is !== 'char') continue;
    const problem = writeProblem(event.event);
    if (problem !== undefined) throw new ReplayLogProblem(`${problem}: the log is damaged`, at);
    bytes += bytesOf(event.event);
    if (bytes > bytesMax) throw new ReplayLogProblem('more than 8 MiB of characters, too many for a session', at);
    if (events.length === eventsMax)
      throw new ReplayLogProblem(`more than ${eventsMax} character events, too many for a session`, at);
    events.push({ event: event.event, at, tNs: nowNs });
  }
  throw new Error('a log without an end');
}

function bytesOf(event: CharEvent): number {
  if ('write' in event) return event.offset;
  if ('input' in event) return event.input.length;
  return 'readAll' in event ? event.readAll.length : 0;
}

function endOf(item: Exclude<ReplayItem, { readonly event: unknown }>): Traffic['end'] {
  if ('end' in item) return item.followed ? 'followed' : 'whole';
  if (item.fault === 'truncated' && item.at >= headBytes) return 'cut';
  const text = item.fault === 'truncated' ? 'half a head: the log is cut off' : faultTexts[item.fault](item.number);
  throw new ReplayLogProblem(text, item.at);
}
