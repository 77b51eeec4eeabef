import { type FileObject, plainObject } from './description.ts';
import { fail, ok } from './result.ts';

/** /dev/null: reads end at once, writes vanish. */
export function createNullDevice(): FileObject {
  return plainObject({
    kind: 'device',
    seeking: 'ignored',
    read: () => ok(new Uint8Array(0)),
    write: (_description, bytes) => ok(bytes.length),
  });
}

/** /dev/zero. */
export function createZeroDevice(): FileObject {
  return plainObject({
    kind: 'device',
    seeking: 'ignored',
    read: (_description, max) => ok(new Uint8Array(max)),
    write: (_description, bytes) => ok(bytes.length),
  });
}

/** /dev/full: reads zeros, every write, even an empty one, finds no space. */
export function createFullDevice(): FileObject {
  return plainObject({
    kind: 'device',
    seeking: 'ignored',
    read: (_description, max) => ok(new Uint8Array(max)),
    write: () => fail('ENOSPC'),
  });
}

/** A directory as an open file: it can be held and stat-ed, not read. */
export function createDirectoryObject(): FileObject {
  return plainObject({
    kind: 'directory',
    seeking: 'moves',
    read: () => fail('EISDIR'),
    write: () => fail('EBADF'),
  });
}
