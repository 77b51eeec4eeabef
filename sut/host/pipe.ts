import { type Description, type FileObject, plainObject, pollOf } from './description.ts';
import type { Poll } from './process.ts';
import { fail, type Immediate, ok } from './result.ts';
import { createSlotRing, pageBytes } from './slot-ring.ts';
import { directBit } from './status-flags.ts';

/** The most that an unprivileged F_SETPIPE_SZ gives. */
export const pipeBytesMax = 1048576;

/** A pipe or FIFO: one ring of slots for all ends, and how many ends there are. */
export type Pipe = FileObject & { readonly capacity: number; readonly ends: Readonly<Ends> };

/** Capacity in bytes that a request for `bytes` gives: a power of two of at least one page. Source: F_SETPIPE_SZ. */
export function pipeCapacityFor(bytes: number): number {
  let capacity = pageBytes;
  while (capacity < bytes) capacity *= 2;
  return capacity;
}

/** Open ends, and how many have ever come: what blocking opens of a FIFO wait on. */
type Ends = { readers: number; writers: number; readersEver: number; writersEver: number };

function count(ends: Ends, description: Description, change: 1 | -1): void {
  if (description.readable) ends.readers += change;
  if (description.writable) ends.writers += change;
  if (change < 0) return;
  if (description.readable) ends.readersEver += 1;
  if (description.writable) ends.writersEver += 1;
}

/**
 * An empty pipe. Source: Linux fs/pipe.c as seen on 6.18: a slot takes up to 4096 bytes; the part of a write that does
 * not fill a slot (n mod 4096) is appended to the last slot if it fits there; reading frees a slot when it is empty.
 */
export function createPipe(kind: 'pipe' | 'fifo', capacity: number): Pipe {
  const ring = createSlotRing(capacity / pageBytes);
  const ends: Ends = { readers: 0, writers: 0, readersEver: 0, writersEver: 0 };
  const object = plainObject({
    kind,
    reopened: () => ok(pipe),
    direct: 'set-only',
    waits: true,
    attach: (description) => count(ends, description, 1),
    detach(description: Description): void {
      count(ends, description, -1);
      if (ends.readers === 0 && ends.writers === 0) ring.clear(); // what nobody read is gone with the last end
    },
    read(_description: Description, max: number): Immediate<Uint8Array> {
      if (max > 0 && ring.queued > 0) return ok(ring.take(max));
      return max === 0 || ends.writers === 0 ? ok(new Uint8Array(0)) : fail('EAGAIN');
    },
    write(description: Description, bytes: Uint8Array, continued: boolean): Immediate<number> {
      if (bytes.length === 0) return ok(0);
      if (ends.readers === 0) return fail('EPIPE');
      const odd = bytes.length % pageBytes;
      const merged = !continued && odd > 0 && ring.queued > 0 && ring.merge(bytes.subarray(0, odd)) ? odd : 0;
      if (merged === bytes.length) return ok(merged);
      const packets = (description.bits & directBit) !== 0;
      const taken = merged + ring.fill(merged === 0 ? bytes : bytes.subarray(merged), packets);
      return taken === 0 ? fail('EAGAIN') : ok(taken);
    },
    wakesReader: () => ring.queued > 0 || ends.writers === 0,
    wakesWriter: () => ring.hasFreeSlot || ends.readers === 0,
    poll({ readable, writable, writersSeen }: Description): Poll {
      const hup = readable && ends.writers === 0 && writersSeen !== ends.writersEver;
      return pollOf(readable && ring.queued > 0, writable && ring.hasFreeSlot, hup, writable && ends.readers === 0);
    },
    ioctl: (_description: Description, request: string) => (request === 'FIONREAD' ? ok(ring.queued) : fail('ENOTTY')),
  });
  const pipe: Pipe = { capacity, ends, ...object };
  return pipe;
}
