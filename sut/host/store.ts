import { createRequire } from 'node:module';
import type { Volume } from 'memfs';
import { fail, type Immediate, ok } from './result.ts';

/** The bytes of one file. Offsets and sizes are bytes. No names, no times. */
export type StoredBytes = {
  readonly size: number;
  /** At most `max` bytes from `offset`; the caller's own. */
  read(offset: number, max: number): Uint8Array;
  /** Holes become zeros. Short, or ENOSPC, when the store is full; EFBIG beyond `fileBytesMax`. */
  write(offset: number, bytes: Uint8Array): Immediate<number>;
  truncate(size: number): Immediate<void>;
  /** Frees it; it must not be used again. */
  drop(): void;
};

/** Where file contents live. */
export type Store = { create(): StoredBytes };

/** No simulated file grows beyond this. */
export const fileBytesMax = 1073741824;

/**
 * A byte store on a memfs volume of its own, loaded and made when the first file is. memfs keeps real times with its
 * nodes; nothing here lets them out, so runs stay identical. `bytesMax` is what all files together may hold.
 */
export function createStore(bytesMax: number): Store {
  let volume: Volume | null = null;
  let created = 0;
  let used = 0;
  const opened = (): Volume => {
    if (volume === null) {
      const memfs = createRequire(import.meta.url)('memfs') as typeof import('memfs');
      volume = new memfs.Volume();
    }
    return volume;
  };
  return {
    create(): StoredBytes {
      const files = opened();
      created += 1;
      const place = `/${created}`;
      const handle = files.openSync(place, 'w+', 0o666);
      let size = 0;
      return {
        get size(): number {
          return size;
        },
        read(offset: number, max: number): Uint8Array {
          const count = Math.max(0, Math.min(max, size - offset));
          const bytes = Buffer.allocUnsafeSlow(count);
          if (count > 0) files.readSync(handle, bytes, 0, count, offset);
          return bytes;
        },
        write(offset: number, bytes: Uint8Array): Immediate<number> {
          if (bytes.length === 0) return ok(0);
          if (offset + bytes.length > fileBytesMax) return fail('EFBIG');
          const count = Math.min(bytes.length, bytesMax - used + size - offset);
          if (count <= 0) return fail('ENOSPC');
          files.writeSync(handle, bytes, 0, count, offset);
          used += Math.max(0, offset + count - size);
          size = Math.max(size, offset + count);
          return ok(count);
        },
        truncate(to: number): Immediate<void> {
          if (to > fileBytesMax) return fail('EFBIG');
          if (to === size) return ok(undefined);
          files.ftruncateSync(handle, to);
          used += to - size;
          size = to;
          return ok(undefined);
        },
        drop(): void {
          files.closeSync(handle);
          files.unlinkSync(place);
          used -= size;
          size = 0;
        },
      };
    },
  };
}
