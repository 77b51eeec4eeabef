import { type Description, type FileObject, plainObject } from './description.ts';
import type { Seal } from './process.ts';
import { done, fail, type Immediate, ok } from './result.ts';
import { appendBit } from './status-flags.ts';
import type { StoredBytes } from './store.ts';

/** A regular file or memfd: bytes that every description on it shares. */
export type RegularFile = FileObject & {
  readonly seals: ReadonlySet<Seal>;
  /** EINVAL on a file of a file system. */
  addSeals(seals: readonly Seal[]): Immediate<void>;
  /** The last name is gone: the bytes go with the last description. */
  unlinked(): void;
};

/** An empty file. `sealable`: a memfd made for sealing. Sources: OPEN-12, OPEN-14, memfd_create(2). */
export function createRegularFile(bytes: StoredBytes, how: 'named' | 'memfd'): RegularFile {
  const seals = new Set<Seal>();
  let descriptions = 0;
  let named = how === 'named';
  const dropIfUnused = (): void => {
    if (!named && descriptions === 0) bytes.drop();
  };
  const hold = (): void => {
    descriptions += 1;
  };
  const letGo = (): void => {
    descriptions -= 1;
    dropIfUnused();
  };
  const file: RegularFile = {
    seals,
    addSeals(more: readonly Seal[]): Immediate<void> {
      if (how === 'named') return fail('EINVAL');
      for (const seal of more) seals.add(seal);
      return done;
    },
    unlinked(): void {
      named = false;
      dropIfUnused();
    },
    ...plainObject({
      kind: 'regular',
      seeking: 'moves',
      direct: how === 'named' ? 'allowed' : 'refused',
      attach: hold,
      detach: letGo,
      named: hold,
      unnamed: letGo,
      read(description: Description, max: number): Immediate<Uint8Array> {
        const got = bytes.read(description.offset, max);
        description.offset += got.length;
        return ok(got);
      },
      write(description: Description, offered: Uint8Array): Immediate<number> {
        if (offered.length === 0) return ok(0);
        if ((description.bits & appendBit) !== 0) description.offset = bytes.size;
        const wrote = bytes.write(description.offset, offered);
        if (wrote.ok) description.offset += wrote.value;
        return wrote;
      },
      truncate(_description: Description, size: number): Immediate<void> {
        if (size < bytes.size && seals.has('shrink')) return fail('EPERM');
        return bytes.truncate(size);
      },
      ioctl: (description: Description, request: string) =>
        request === 'FIONREAD' ? ok(Math.max(0, bytes.size - description.offset)) : fail('ENOTTY'),
      size: () => bytes.size,
      reopened: () => ok(file),
    }),
  };
  return file;
}
