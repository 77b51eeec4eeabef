import { type Description, type FileObject, plainObject, pollOf } from './description.ts';
import type { Poll } from './process.ts';
import { fail, type Immediate, ok } from './result.ts';
import { directBit } from './status-flags.ts';

/** Bytes of one slot. */
export const pageBytes = 4096;
/** The most that an unprivileged F_SETPIPE_SZ gives. */
export const pipeBytesMax = 1048576;

/**
 * Consecutive slots written at once. A body holds full slots only; a tail is one slot that further small writes may be
 * appended to. `taken` counts what was read already; `length` the bytes written, read or not.
 */
type Chunk = { bytes: Uint8Array; length: number; taken: number; readonly packet: boolean };

/** A pipe or FIFO: one ring of slots for all ends, and how many ends there are. */
export type Pipe = FileObject & {
  readonly capacity: number;
  readonly readers: number;
  readonly writers: number;
  /** How many readers and writers have ever come: what blocking opens of a FIFO wait on. */
  readonly readersEver: number;
  readonly writersEver: number;
};

function slotsOf(chunk: Chunk): number {
  return Math.ceil(chunk.length / pageBytes) - Math.floor(chunk.taken / pageBytes);
}

/** Capacity in bytes that a request for `bytes` gives: a power of two of at least one page. Source: F_SETPIPE_SZ. */
export function pipeCapacityFor(bytes: number): number {
  let capacity = pageBytes;
  while (capacity < bytes) capacity *= 2;
  return capacity;
}

/**
 * An empty pipe. Source: Linux fs/pipe.c as seen on 6.18: a slot takes up to 4096 bytes; the part of a write that does
 * not fill a slot (n mod 4096) is appended to the last slot if it fits there; reading frees a slot when it is empty.
 */
export function createPipe(kind: 'pipe' | 'fifo', capacity: number): Pipe {
  const slotsMax = capacity / pageBytes;
  const chunks: Chunk[] = [];
  let slots = 0;
  let queued = 0;
  let readers = 0;
  let writers = 0;
  let readersEver = 0;
  let writersEver = 0;

  const append = (bytes: Uint8Array, packet: boolean): void => {
    const chunk = { bytes: bytes.slice(), length: bytes.length, taken: 0, packet };
    chunks.push(chunk);
    slots += slotsOf(chunk);
    queued += bytes.length;
  };
  /** Appends to the last slot if all of `bytes` fits behind what was written there. */
  const merge = (bytes: Uint8Array): boolean => {
    const last = chunks[chunks.length - 1];
    if (last === undefined || last.packet || last.length >= pageBytes || last.length + bytes.length > pageBytes) {
      return false;
    }
    if (last.bytes.length < last.length + bytes.length) {
      const page = new Uint8Array(pageBytes); // readers may hold views of the old bytes: never written again
      page.set(last.bytes.subarray(0, last.length));
      last.bytes = page;
    }
    last.bytes.set(bytes, last.length);
    last.length += bytes.length;
    queued += bytes.length;
    return true;
  };
  /** Fills free slots; gives the count taken. */
  const fill = (bytes: Uint8Array, packets: boolean): number => {
    const count = Math.min(bytes.length, (slotsMax - slots) * pageBytes);
    if (packets) {
      for (let at = 0; at < count; at += pageBytes) append(bytes.subarray(at, Math.min(at + pageBytes, count)), true);
      return count;
    }
    const full = count - (count % pageBytes);
    if (full > 0) append(full === bytes.length ? bytes : bytes.subarray(0, full), false);
    if (full < count) append(bytes.subarray(full, count), false);
    return count;
  };
  /** Takes up to `max` bytes of the first chunk, as a view. */
  const takeFirst = (chunk: Chunk, max: number): Uint8Array => {
    const before = slotsOf(chunk);
    const end = Math.min(chunk.length, chunk.taken + max);
    const bytes = chunk.bytes.subarray(chunk.taken, end);
    queued -= chunk.packet ? chunk.length : bytes.length;
    chunk.taken = chunk.packet ? chunk.length : end; // the rest of a packet is lost
    slots += (chunk.taken === chunk.length ? 0 : slotsOf(chunk)) - before;
    if (chunk.taken === chunk.length) chunks.shift();
    return bytes;
  };

  const pipe: Pipe = {
    ...plainObject({
      kind,
      direct: 'set-only',
      waits: true,
      attach(description: Description): void {
        if (description.readable) {
          readers += 1;
          readersEver += 1;
        }
        if (description.writable) {
          writers += 1;
          writersEver += 1;
        }
      },
      detach(description: Description): void {
        if (description.readable) readers -= 1;
        if (description.writable) writers -= 1;
        if (readers > 0 || writers > 0) return;
        chunks.length = 0; // what nobody read is gone with the last end
        slots = 0;
        queued = 0;
      },
      read(_description: Description, max: number): Immediate<Uint8Array> {
        if (max === 0) return ok(new Uint8Array(0));
        const first = chunks[0];
        if (first === undefined) return writers === 0 ? ok(new Uint8Array(0)) : fail('EAGAIN');
        if (first.packet || chunks.length === 1 || first.length - first.taken >= max) return ok(takeFirst(first, max));
        return ok(gather(Math.min(max, queued)));
      },
      write(description: Description, bytes: Uint8Array, continued: boolean): Immediate<number> {
        if (bytes.length === 0) return ok(0);
        if (readers === 0) return fail('EPIPE');
        const odd = bytes.length % pageBytes;
        const merged = !continued && odd > 0 && chunks.length > 0 && merge(bytes.subarray(0, odd)) ? odd : 0;
        if (merged === bytes.length) return ok(merged);
        const packets = (description.bits & directBit) !== 0;
        const count = merged + fill(merged === 0 ? bytes : bytes.subarray(merged), packets);
        return count === 0 ? fail('EAGAIN') : ok(count);
      },
      wakesReader: () => queued > 0 || writers === 0,
      wakesWriter: () => slots < slotsMax || readers === 0,
      poll(description: Description): Poll {
        const hup = description.readable && writers === 0 && description.writersSeen !== writersEver;
        const writable = description.writable && slots < slotsMax;
        return pollOf(description.readable && queued > 0, writable, hup, description.writable && readers === 0);
      },
      ioctl: (_description: Description, request: string) => (request === 'FIONREAD' ? ok(queued) : fail('ENOTTY')),
      reopened: () => ok(pipe),
    }),
    capacity,
    get readers(): number {
      return readers;
    },
    get writers(): number {
      return writers;
    },
    get readersEver(): number {
      return readersEver;
    },
    get writersEver(): number {
      return writersEver;
    },
  };
  /** Copies from several chunks; stops behind a packet. */
  function gather(max: number): Uint8Array {
    const bytes = new Uint8Array(max);
    let count = 0;
    for (let first = chunks[0]; first !== undefined && count < max; first = chunks[0]) {
      const part = takeFirst(first, max - count);
      bytes.set(part, count);
      count += part.length;
      if (first.packet) break;
    }
    return count === max ? bytes : bytes.slice(0, count);
  }
  return pipe;
}
