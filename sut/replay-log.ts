import type { CharEvent } from '../model/language/char-event.ts';

/** What a log says of its writer's clocks: nanoseconds since 1970, or of the clock that runs while the machine waits. */
type Clock = 'host' | 'virtual-rt';

/** One event of a record/replay log that a QEMU wrote. Source: RR-02, experiment on both releases. */
export type ReplayEvent =
  | { readonly is: 'char'; readonly event: CharEvent }
  | { readonly is: 'instructions'; readonly count: number }
  | { readonly is: 'clock'; readonly clock: Clock; readonly ns: bigint }
  | { readonly is: 'checkpoint' | 'shutdown'; readonly number: number }
  | { readonly is: 'other'; readonly what: string };

/** Why a log cannot be read (on). `unfinished`: its process was killed. `sound`: recorded sound has no fixed length. */
export type ReplayFault =
  | 'empty'
  | 'unfinished'
  | 'foreign'
  | 'version'
  | 'truncated'
  | 'unknown'
  | 'sound'
  | 'too-long';

/** An event, or how the log ends; `at`: the byte where it begins. */
export type ReplayItem =
  | { readonly at: number; readonly event: ReplayEvent }
  | { readonly at: number; readonly end: true; readonly followed: boolean }
  | { readonly at: number; readonly fault: ReplayFault; readonly number: number };

/** Gives the next bytes of a log, at most so many; none at its end. */
export type ReplaySource = (max: number) => Uint8Array;

/** The versions of the format that QEMU 7.2 and 10.0, and 11.1 write: alike in all that is read here. Source: RR-01, experiment. */
const knownVersions: readonly number[] = [0xe0200c, 0xe0200e];
/** Other versions of the same format begin so: only their lowest byte differs. */
const family = 0xe02000;
const headBytes = 12;
const pieceBytes = 65_536;
/** One array, e.g. what a socket brought in one read, or a network packet, is never longer. */
const arrayBytesMax = 16 * 1024 * 1024;

/** Numbers of the events whose arguments this reader has to know. Source: RR-02, experiment. */
const kind = {
  instruction: 0,
  input: 5,
  charRead: 7,
  net: 9,
  shutdownFirst: 10,
  shutdownLast: 21,
  charWrite: 22,
  charReadAll: 23,
  charReadAllError: 24,
  soundIn: 26,
  random: 27,
  hostClock: 28,
  realClock: 29,
  checkpointFirst: 30,
  checkpointLast: 38,
  end: 39,
} as const;

/** Events of a fixed length that hold nothing about characters, with the bytes of their arguments. */
const passed: ReadonlyMap<number, { readonly what: string; readonly bytes: number }> = new Map([
  [1, { what: 'interrupt', bytes: 0 }],
  [2, { what: 'exception', bytes: 0 }],
  [3, { what: 'bottom half', bytes: 8 }],
  [4, { what: 'bottom half', bytes: 8 }],
  [6, { what: 'input', bytes: 0 }],
  [8, { what: 'block', bytes: 8 }],
  [25, { what: 'sound', bytes: 4 }],
]);
/** Arguments of an input event behind its type: key, button, relative, absolute. */
const inputBytes: readonly number[] = [9, 5, 12, 12];

type Buffer = {
  bytes: Uint8Array;
  from: number;
  /** Place of `from` in the log. */
  at: number;
  ended: boolean;
};

/** Whether so many bytes could be brought together. */
function have(buffer: Buffer, source: ReplaySource, count: number): boolean {
  if (buffer.bytes.length - buffer.from >= count) return true;
  const parts = [buffer.bytes.subarray(buffer.from)];
  let length = parts[0]?.length ?? 0;
  while (!buffer.ended && length < count) {
    const more = source(pieceBytes);
    if (more.length === 0) buffer.ended = true;
    parts.push(more.slice());
    length += more.length;
  }
  const joined = new Uint8Array(length);
  let to = 0;
  for (const part of parts) {
    joined.set(part, to);
    to += part.length;
  }
  buffer.bytes = joined;
  buffer.from = 0;
  return length >= count;
}

function view(buffer: Buffer): DataView {
  return new DataView(buffer.bytes.buffer, buffer.bytes.byteOffset + buffer.from);
}

function skip(buffer: Buffer, count: number): void {
  buffer.from += count;
  buffer.at += count;
}

function text(bytes: Uint8Array): string {
  let joined = '';
  for (const byte of bytes) joined += String.fromCharCode(byte);
  return joined;
}

function headFault(buffer: Buffer, source: ReplaySource): ReplayItem | null {
  const whole = have(buffer, source, headBytes);
  const length = buffer.bytes.length;
  if (length === 0) return { at: 0, fault: 'empty', number: 0 };
  const version = length >= 4 ? view(buffer).getUint32(0) : -1;
  if (buffer.bytes.subarray(0, headBytes).every((byte) => byte === 0)) return { at: 0, fault: 'unfinished', number: 0 };
  if (!knownVersions.includes(version))
    return { at: 0, fault: version - (version % 256) === family ? 'version' : 'foreign', number: version };
  return whole ? null : { at: length, fault: 'truncated', number: 0 };
}

type Parsed = { readonly event: ReplayEvent } | { readonly fault: ReplayFault; readonly number: number };
const short: Parsed = { fault: 'truncated', number: 0 };

/** The array behind so many bytes of arguments: its bytes, after everything was skipped. */
function array(buffer: Buffer, source: ReplaySource, before: number): Uint8Array | Parsed {
  if (!have(buffer, source, before + 4)) return short;
  const length = view(buffer).getUint32(before);
  if (length > arrayBytesMax) return { fault: 'too-long', number: length };
  if (!have(buffer, source, before + 4 + length)) return short;
  const start = buffer.from + before + 4;
  const bytes = buffer.bytes.slice(start, start + length);
  skip(buffer, before + 4 + length);
  return bytes;
}

function fixed(buffer: Buffer, source: ReplaySource, bytes: number, read: (from: DataView) => ReplayEvent): Parsed {
  if (!have(buffer, source, bytes)) return short;
  const event = read(view(buffer));
  skip(buffer, bytes);
  return { event };
}

function char(event: CharEvent): ReplayEvent {
  return { is: 'char', event };
}

/** The arguments of one event; its number has been skipped. */
function parse(buffer: Buffer, source: ReplaySource, number: number): Parsed {
  switch (number) {
    case kind.instruction:
      return fixed(buffer, source, 4, (from) => ({ is: 'instructions', count: from.getUint32(0) }));
    case kind.hostClock:
    case kind.realClock: {
      const clock = number === kind.hostClock ? 'host' : 'virtual-rt';
      return fixed(buffer, source, 8, (from) => ({ is: 'clock', clock, ns: from.getBigInt64(0) }));
    }
    case kind.charWrite:
      return fixed(buffer, source, 8, (from) => char({ write: from.getInt32(0), offset: from.getInt32(4) }));
    case kind.charReadAllError:
      return fixed(buffer, source, 4, (from) => char({ readAllError: from.getInt32(0) }));
    case kind.charRead: {
      if (!have(buffer, source, 1)) return short;
      const driver = view(buffer).getUint8(0);
      const bytes = array(buffer, source, 1);
      return bytes instanceof Uint8Array ? { event: char({ input: text(bytes), driver }) } : bytes;
    }
    case kind.charReadAll: {
      const bytes = array(buffer, source, 0);
      return bytes instanceof Uint8Array ? { event: char({ readAll: text(bytes) }) } : bytes;
    }
    default:
      return parseOther(buffer, source, number);
  }
}

function parseOther(buffer: Buffer, source: ReplaySource, number: number): Parsed {
  if (number >= kind.shutdownFirst && number <= kind.shutdownLast)
    return { event: { is: 'shutdown', number: number - kind.shutdownFirst } };
  if (number >= kind.checkpointFirst && number <= kind.checkpointLast)
    return { event: { is: 'checkpoint', number: number - kind.checkpointFirst } };
  if (number === kind.net || number === kind.random) {
    const bytes = array(buffer, source, number === kind.net ? 5 : 4);
    const what = number === kind.net ? 'network' : 'random';
    return bytes instanceof Uint8Array ? { event: { is: 'other', what } } : bytes;
  }
  if (number === kind.input) {
    if (!have(buffer, source, 4)) return short;
    const type = view(buffer).getUint32(0);
    const bytes = inputBytes[type];
    return bytes === undefined
      ? { fault: 'unknown', number }
      : fixed(buffer, source, 4 + bytes, () => ({ is: 'other', what: 'input' }));
  }
  if (number === kind.soundIn) return { fault: 'sound', number };
  const plain = passed.get(number);
  if (plain === undefined) return { fault: 'unknown', number };
  return fixed(buffer, source, plain.bytes, () => ({ is: 'other', what: plain.what }));
}

/**
 * Reads a record/replay log of QEMU 7.2, 10.0 or 11.1 piece by piece: its events in order, and as the last item its end or why
 * it cannot be read on. Memory: one piece, or one array (at most 16 MiB). Source: RR-01, RR-02, RR-15.
 */
export function* readReplayLog(source: ReplaySource): Generator<ReplayItem, void> {
  const buffer: Buffer = { bytes: new Uint8Array(0), from: 0, at: 0, ended: false };
  const wrong = headFault(buffer, source);
  if (wrong !== null) {
    yield wrong;
    return;
  }
  skip(buffer, headBytes);
  for (;;) {
    const { at } = buffer;
    if (!have(buffer, source, 1)) {
      yield { at, fault: 'truncated', number: 0 };
      return;
    }
    const number = view(buffer).getUint8(0);
    skip(buffer, 1);
    if (number === kind.end) {
      yield { at, end: true, followed: have(buffer, source, 1) };
      return;
    }
    const parsed = parse(buffer, source, number);
    yield { at, ...parsed };
    if ('fault' in parsed) return;
  }
}

/** A whole log that lies in memory. */
export function replaySourceOf(bytes: Uint8Array): ReplaySource {
  let at = 0;
  return (max) => {
    const piece = bytes.subarray(at, at + max);
    at += piece.length;
    return piece;
  };
}
