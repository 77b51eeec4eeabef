/** What the log of record and replay holds about characters, as far as a guest that never runs makes any. Source: RR-02. */
export type LoggedEvent =
  | { readonly kind: 'write'; readonly result: number; readonly taken: number }
  | { readonly kind: 'input'; readonly driver: number; readonly bytes: Uint8Array }
  /** Nothing that this machine has asks for it, yet it stands in its place. Source: RR-05. */
  | { readonly kind: 'sync-read' }
  | { readonly kind: 'end' };
/** The next event and where the one behind it begins; or why there is none. */
export type Decoded = { readonly event: LoggedEvent; readonly next: number } | { readonly broken: string };

/** The head: the format, and eight bytes that nothing is kept in. Source: RR-01. */
export const headLength = 12;

const ids = { asyncRead: 7, write: 22, syncRead: 23, syncReadError: 24, end: 39 };
/** Ids of events without arguments that mean nothing to a guest that never runs: interrupts, shutdowns, checkpoints. */
const empty = (id: number): boolean => id === 1 || id === 2 || (id >= 10 && id <= 21) || (id >= 30 && id <= 38);
/** The same with arguments of a fixed length: instructions, bottom halves, block requests, clocks. */
const lengths: Readonly<Record<number, number>> = { 0: 4, 3: 8, 4: 8, 6: 0, 8: 8, 28: 8, 29: 8 };

const tooShort: Decoded = { broken: 'error reading the replay data' };

/** Decodes the event that begins there, passing over what the machine has no use for. Source: RR-02, RR-15. */
export function decodeEvent(log: Uint8Array, from: number): Decoded {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  let at = from;
  for (;;) {
    const id = log[at];
    if (id === undefined) return tooShort;
    at += 1;
    const skipped = empty(id) ? 0 : lengths[id];
    if (skipped === undefined) return decode(log, view, id, at);
    at += skipped;
  }
}

function decode(log: Uint8Array, view: DataView, id: number, at: number): Decoded {
  const rest = log.length - at;
  switch (id) {
    case ids.end:
      return { event: { kind: 'end' }, next: at };
    case ids.write:
      if (rest < 8) return tooShort;
      return { event: { kind: 'write', result: view.getInt32(at), taken: view.getInt32(at + 4) }, next: at + 8 };
    case ids.syncReadError:
      return rest < 4 ? tooShort : { event: { kind: 'sync-read' }, next: at + 4 };
    case ids.asyncRead:
    case ids.syncRead: {
      const start = at + (id === ids.asyncRead ? 1 : 0);
      const end = start + 4 <= log.length ? start + 4 + view.getUint32(start) : Number.POSITIVE_INFINITY;
      if (end > log.length) return tooShort;
      if (id === ids.syncRead) return { event: { kind: 'sync-read' }, next: end };
      return { event: { kind: 'input', driver: log[at] ?? 0, bytes: log.slice(start + 4, end) }, next: end };
    }
    default:
      return { broken: `Replay: unknown event kind ${id}` };
  }
}

/** The bytes of one event. Source: RR-02, RR-03, RR-06. */
export function encodeEvent(event: LoggedEvent): Uint8Array {
  if (event.kind === 'write') {
    const bytes = new Uint8Array(9);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, ids.write);
    view.setInt32(1, event.result);
    view.setInt32(5, event.taken);
    return bytes;
  }
  if (event.kind !== 'input') return Uint8Array.of(event.kind === 'end' ? ids.end : ids.syncRead);
  const bytes = new Uint8Array(6 + event.bytes.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, ids.asyncRead);
  view.setUint8(1, event.driver);
  view.setUint32(2, event.bytes.length);
  bytes.set(event.bytes, 6);
  return bytes;
}

/** The head of a finished log. */
export function encodeHead(format: number): Uint8Array {
  const bytes = new Uint8Array(headLength);
  new DataView(bytes.buffer).setUint32(0, format);
  return bytes;
}
