/** Bytes of one slot. */
export const pageBytes = 4096;

/**
 * Consecutive slots written at once. A body holds full slots only; a tail is one slot that further small writes may be
 * appended to. `taken` counts what was read already; `length` the bytes written, read or not.
 */
type Chunk = { bytes: Uint8Array; length: number; taken: number; readonly packet: boolean };

/** The buffer of a pipe: a number of slots, each free or holding up to one page. */
export type SlotRing = {
  /** Bytes that wait. */
  readonly queued: number;
  readonly hasFreeSlot: boolean;
  /** Appends `bytes` (less than a page) to the last slot if all of it fits behind what was written there. */
  merge(bytes: Uint8Array): boolean;
  /** Fills free slots, as packets of a slot each if wanted; gives the count taken, which may be 0. */
  fill(bytes: Uint8Array, packets: boolean): number;
  /** Takes up to `max` (>= 1) bytes, or one packet of which the rest is lost; the bytes never change afterwards. */
  take(max: number): Uint8Array;
  clear(): void;
};

function slotsOf(chunk: Chunk): number {
  return Math.ceil(chunk.length / pageBytes) - Math.floor(chunk.taken / pageBytes);
}

/** Makes room for a whole page. Readers may hold views of the old bytes, which are therefore never written again. */
function widen(chunk: Chunk): void {
  const page = new Uint8Array(pageBytes);
  page.set(chunk.bytes.subarray(0, chunk.length));
  chunk.bytes = page;
}

/** An empty ring. Bytes are copied once, on the way in. */
export function createSlotRing(slotsMax: number): SlotRing {
  const chunks: Chunk[] = [];
  let slots = 0;
  const use = (change: number): void => {
    slots += change;
    ring.hasFreeSlot = slots < slotsMax;
  };
  const append = (bytes: Uint8Array, packet: boolean): void => {
    const chunk = { bytes: bytes.slice(), length: bytes.length, taken: 0, packet };
    chunks.push(chunk);
    use(slotsOf(chunk));
    ring.queued += bytes.length;
  };
  const takeFirst = (chunk: Chunk, max: number): Uint8Array => {
    const before = slotsOf(chunk);
    const end = Math.min(chunk.length, chunk.taken + max);
    const bytes = chunk.bytes.subarray(chunk.taken, end);
    ring.queued -= chunk.packet ? chunk.length : bytes.length;
    chunk.taken = chunk.packet ? chunk.length : end;
    use((chunk.taken === chunk.length ? 0 : slotsOf(chunk)) - before);
    if (chunk.taken === chunk.length) chunks.shift();
    return bytes;
  };
  const ring: { -readonly [Key in keyof SlotRing]: SlotRing[Key] } = {
    queued: 0,
    hasFreeSlot: slotsMax > 0,
    merge(bytes: Uint8Array): boolean {
      const last = chunks[chunks.length - 1];
      if (last === undefined || last.packet || last.length + bytes.length > pageBytes) return false;
      if (last.bytes.length < last.length + bytes.length) widen(last);
      last.bytes.set(bytes, last.length);
      last.length += bytes.length;
      ring.queued += bytes.length;
      return true;
    },
    fill(bytes: Uint8Array, packets: boolean): number {
      const count = Math.min(bytes.length, (slotsMax - slots) * pageBytes);
      const full = packets ? 0 : count - (count % pageBytes);
      if (full > 0) append(full === bytes.length ? bytes : bytes.subarray(0, full), false);
      for (let at = full; at < count; at += pageBytes) {
        append(bytes.subarray(at, Math.min(at + pageBytes, count)), packets);
      }
      return count;
    },
    take(max: number): Uint8Array {
      const first = chunks[0];
      if (first === undefined) return new Uint8Array(0);
      if (first.packet || chunks.length === 1 || first.length - first.taken >= max) return takeFirst(first, max);
      const bytes = new Uint8Array(Math.min(max, ring.queued));
      let count = 0;
      for (let next = chunks[0]; next !== undefined && count < bytes.length; next = chunks[0]) {
        const part = takeFirst(next, bytes.length - count);
        bytes.set(part, count);
        count += part.length;
        if (next.packet) break;
      }
      return count === bytes.length ? bytes : bytes.slice(0, count);
    },
    clear(): void {
      chunks.length = 0;
      use(-slots);
      ring.queued = 0;
    },
  };
  return ring;
}
