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

type Superblock = Volume['_core'];
let superblock: Superblock | null = null;

/** Loaded with the first file; it makes nodes, of which it keeps none. */
function nodes(): Superblock {
  if (superblock === null) {
    const memfs = createRequire(import.meta.url)('memfs') as typeof import('memfs');
    superblock = new memfs.Volume()._core;
  }
  return superblock;
}

/**
 * A byte store on nodes of memfs, without names: a volume of its own for each store would cost more than all that most
 * scenarios do with their files (memfs defines its classes anew in each volume). memfs keeps real times with its nodes;
 * nothing here lets them out, so runs stay identical. `bytesMax` is what all files together may hold.
 */
export function createStore(bytesMax: number): Store {
  const store: Room = { bytesMax, used: 0 };
  return {
    create(): StoredBytes {
      const all = nodes();
      const node = all.createNode(modeOfFiles);
      all.deleteNode(node);
      return storedBytes(store, node);
    },
  };
}

const modeOfFiles = 0o100666;
type Room = { readonly bytesMax: number; used: number };

function storedBytes(room: Room, node: ReturnType<Superblock['createNode']>): StoredBytes {
  // a plain member: an object with an accessor of its own is slow in V8
  const stored: { -readonly [Key in keyof StoredBytes]: StoredBytes[Key] } = {
    size: 0,
    read(offset: number, max: number): Uint8Array {
      const count = Math.max(0, Math.min(max, stored.size - offset));
      const bytes = new Uint8Array(count);
      if (count > 0) bytes.set(node.buf.subarray(offset, offset + count));
      return bytes;
    },
    write(offset: number, bytes: Uint8Array): Immediate<number> {
      if (bytes.length === 0) return ok(0);
      if (offset + bytes.length > fileBytesMax) return fail('EFBIG');
      const count = Math.min(bytes.length, room.bytesMax - room.used + stored.size - offset);
      if (count <= 0) return fail('ENOSPC');
      node.write(Buffer.from(bytes), 0, count, offset);
      grow(offset + count);
      return ok(count);
    },
    truncate(to: number): Immediate<void> {
      if (to > fileBytesMax) return fail('EFBIG');
      if (to === stored.size) return ok(undefined);
      node.truncate(to);
      room.used += to - stored.size;
      stored.size = to;
      return ok(undefined);
    },
    drop(): void {
      node.truncate(0);
      room.used -= stored.size;
      stored.size = 0;
    },
  };
  const grow = (size: number): void => {
    if (size <= stored.size) return;
    room.used += size - stored.size;
    stored.size = size;
  };
  return stored;
}
