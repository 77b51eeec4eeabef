import type { Task } from '../../runtime/task.ts';
import { immediate } from '../immediate.ts';
import type { Backend } from './chardev.ts';

/** A ring of `size` bytes, a power of two; when it is full the oldest bytes go. Source: RB-02..RB-04. */
export type Ring = { read(max: number): Uint8Array; write(bytes: Uint8Array): void };

/** An empty ring. A size of 0 takes and gives nothing. */
export function createRing(size: number): Ring {
  const store = new Uint8Array(size);
  let produced = 0;
  let consumed = 0;
  return {
    read(max: number): Uint8Array {
      const count = Math.min(max, produced - consumed);
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = store[(consumed + at) % size] ?? 0;
      consumed += count;
      return bytes;
    },
    write(bytes: Uint8Array): void {
      for (const byte of bytes) {
        store[produced % size] = byte;
        produced += 1;
      }
      if (produced - consumed > size) consumed = produced - size;
    },
  };
}

/** The ringbuf (or memory) backend; `name` is what query-chardev says. Source: RB-01..RB-07. */
export function createRingBackend(name: string, size: number): Backend {
  const ring = createRing(size);
  return {
    filename: () => name,
    write(bytes: Uint8Array): Task<number> {
      ring.write(bytes);
      return immediate(bytes.length);
    },
    watchOutput: () => null,
    frontendChanged: () => {},
    close: () => {},
    ring,
  };
}
