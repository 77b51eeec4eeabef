import type { CharEvent } from './language/char-event.ts';
import type { ByteString } from './language/value.ts';

/** How a log ends: properly, in the middle of an event, or with an event that nobody knows. Source: RR-15. */
export type LogEnd = 'end' | 'short' | { readonly unknown: number };

/** A record/replay log, read. `finished`: its head says so; `others`: whether it holds more than character events. */
export type CharLog = {
  readonly finished: boolean;
  readonly version: number;
  readonly events: readonly CharEvent[];
  readonly others: boolean;
  readonly end: LogEnd;
};

const headBytes = 12;
const id = { input: 7, write: 22, readAll: 23, readAllError: 24, end: 39 } as const;

/**
 * Lengths of what follows an id, as sizes of its parts; `array` is a length of four bytes and as many more. Input devices
 * and sound are missing: nothing that is modelled writes them. Source: RR-02, experiment.
 */
const parts: ReadonlyMap<number, readonly (number | 'array')[]> = new Map<number, readonly (number | 'array')[]>([
  [0, [4]],
  [1, []],
  [2, []],
  [3, [8]],
  [4, [8]],
  [6, []],
  [id.input, [1, 'array']],
  [8, [8]],
  [9, [1, 4, 'array']],
  [id.write, [4, 4]],
  [id.readAll, ['array']],
  [id.readAllError, [4]],
  [27, [4, 'array']],
  [28, [8]],
  [29, [8]],
  ...[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21].map((each) => [each, []] as const),
  ...[30, 31, 32, 33, 34, 35, 36, 37, 38].map((each) => [each, []] as const),
]);

function number(bytes: ByteString, at: number, size: number): number {
  let value = 0;
  for (let index = at; index < at + size; index += 1) value = value * 256 + bytes.charCodeAt(index);
  return value;
}

function dword(value: number): ByteString {
  const unsigned = value < 0 ? value + 2 ** 32 : value;
  return [24, 16, 8, 0].map((shift) => String.fromCharCode(Math.floor(unsigned / 2 ** shift) % 256)).join('');
}

const signed = (value: number): number => (value >= 2 ** 31 ? value - 2 ** 32 : value);

/** Reads a log; `null` if it has not even a head. Source: RR-01, RR-02. */
export function readCharLog(bytes: ByteString, own: number): CharLog | null {
  if (bytes.length < headBytes) return null;
  const version = number(bytes, 0, 4);
  const events: CharEvent[] = [];
  let others = false;
  let at = headBytes;
  const read = (end: LogEnd): CharLog => ({ finished: version === own, version, events, others, end });
  for (;;) {
    if (at >= bytes.length) return read('short');
    const kind = bytes.charCodeAt(at);
    if (kind === id.end) return read('end');
    const layout = parts.get(kind);
    if (layout === undefined) return read({ unknown: kind });
    const fields: { readonly from: number; readonly size: number }[] = [];
    at += 1;
    for (const part of layout) {
      if (part === 'array' && at + 4 > bytes.length) return read('short');
      const size = part === 'array' ? number(bytes, at, 4) : part;
      if (part === 'array') at += 4;
      fields.push({ from: at, size });
      at += size;
      if (at > bytes.length) return read('short');
    }
    const event = eventOf(bytes, kind, fields);
    if (event === null) others = true;
    else events.push(event);
  }
}

function eventOf(
  bytes: ByteString,
  kind: number,
  [first, second]: readonly { readonly from: number; readonly size: number }[],
): CharEvent | null {
  if (first === undefined) return null;
  const text = ({ from, size }: { from: number; size: number }): ByteString => bytes.slice(from, from + size);
  const value = number(bytes, first.from, Math.min(4, first.size));
  switch (kind) {
    case id.write:
      return second === undefined ? null : { write: signed(value), offset: signed(number(bytes, second.from, 4)) };
    case id.input:
      return second === undefined ? null : { driver: value, input: text(second) };
    case id.readAll:
      return { readAll: text(first) };
    case id.readAllError:
      return { readAllError: signed(value) };
    default:
      return null;
  }
}

/** What a log is before its process ends: a head that says nothing. Source: RR-01. */
export const unfinishedLog: ByteString = '\0'.repeat(headBytes);

/** A log of these events, ended. Source: RR-01, RR-02. */
export function writeCharLog(events: readonly CharEvent[], version: number): ByteString {
  const byte = String.fromCharCode;
  const body = events.map((event): ByteString => {
    if ('write' in event) return byte(id.write) + dword(event.write) + dword(event.offset);
    if ('input' in event) return byte(id.input, event.driver) + dword(event.input.length) + event.input;
    if ('readAll' in event) return byte(id.readAll) + dword(event.readAll.length) + event.readAll;
    return byte(id.readAllError) + dword(event.readAllError);
  });
  return dword(version) + '\0'.repeat(8) + body.join('') + byte(id.end);
}
