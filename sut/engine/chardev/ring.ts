import type { Task } from '../../runtime/task.ts';
import { crash } from '../end.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import type { Backend } from './chardev.ts';

/** A ring of `size` bytes, a power of two; when it is full the oldest bytes go. Source: RB-02..RB-04. */
export type Ring = {
  readonly size: number;
  /** Bytes in it. */
  held(): number;
  read(max: number): Uint8Array;
  write(bytes: Uint8Array): void;
};

const storeFirst = 4096;

/** An empty ring. A size of 0 takes and gives nothing. */
export function createRing(size: number): Ring {
  let store = new Uint8Array(Math.min(size, storeFirst));
  let produced = 0;
  let consumed = 0;
  /** Memory is taken as it is used: a ring may be asked for that no test ever fills. */
  const grow = (count: number): void => {
    const wanted = Math.min(size, produced + count);
    if (store.length >= wanted) return;
    const larger = new Uint8Array(Math.min(size, Math.max(wanted, 2 * store.length)));
    larger.set(store);
    store = larger;
  };
  return {
    size,
    held: () => produced - consumed,
    read(max: number): Uint8Array {
      const count = Math.min(max, produced - consumed);
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = store[(consumed + at) % size] ?? 0;
      consumed += count;
      return bytes;
    },
    write(bytes: Uint8Array): void {
      grow(bytes.length);
      for (const byte of bytes) {
        store[produced % size] = byte;
        produced += 1;
      }
      if (produced - consumed > size) consumed = produced - size;
    },
  };
}

/** Writes into a ring; one of no size (Q-RB-1) divides by nothing and kills the process. */
export function* writeRing(machine: Machine, ring: Ring, bytes: Uint8Array): Task<void> {
  if (ring.size === 0 && bytes.length > 0) yield* crash(machine, 'SIGSEGV');
  ring.write(bytes);
}

function* writeAll(machine: Machine, ring: Ring, bytes: Uint8Array): Task<number> {
  yield* writeRing(machine, ring, bytes);
  return bytes.length;
}

/** The ringbuf (or memory) backend; `name` is what query-chardev says. Source: RB-01..RB-07. */
export function createRingBackend(machine: Machine, name: string, size: number): Backend {
  const ring = createRing(size);
  return {
    filename: () => name,
    write: (bytes) => writeAll(machine, ring, bytes),
    watchOutput: () => null,
    frontendChanged: () => immediate(undefined),
    close: () => {},
    ring,
  };
}
