import { addDescription, addObject, isHeldBySome, objectOf, putObject } from './description.ts';
import type { AccessMode, StatusFlag } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import { type HostObject, isMemfd, type ObjectNumber } from './object.ts';
import type { ModelState, Result, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** How open(2) is asked, beyond the access mode. `waits`: a FIFO without the other end may sleep. */
export type PathOpening = {
  readonly access: AccessMode;
  readonly flags: readonly StatusFlag[];
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
};

/** Pseudo-errno of an open that would sleep until a FIFO has its other end. Source: FILE-06. */
export const sleeps = 'SLEEPS';

/** The one spelling of a path: in the folder without `{dir}/`, others as they stand. */
export function canonicalPath(path: string): string {
  if (path === '{dir}' || path === '{dir}/') return '.';
  const inside = path.startsWith('{dir}/') ? path.slice('{dir}/'.length) : path;
  if (inside.startsWith('/') && inside === path) return inside.replace(/\/{2,}/g, '/');
  if (!inside.includes('/') && inside !== '.' && inside !== '..') return inside;
  const parts = inside.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new ModelLimit(`a path with ..: ${path}`);
  return parts.length === 0 && inside !== '' ? '.' : parts.join('/');
}

/** The same without a slash at its end. */
function nameAt(canonical: string): string {
  return canonical === '/' ? canonical : canonical.replace(/\/$/, '');
}

/** The scenario's word for what lies at a path. */
export function nameOfPath(path: string): string {
  const canonical = canonicalPath(path);
  if (canonical === '.') return '{dir}';
  return canonical.startsWith('/') ? canonical : `{dir}/${canonical}`;
}

/** What exists before anything is made: the folder, the two special files and where they lie. */
export function firstPaths(): {
  readonly objects: ReadonlyMap<ObjectNumber, HostObject>;
  readonly paths: ReadonlyMap<string, ObjectNumber>;
  readonly nextNumber: number;
} {
  return {
    objects: new Map<ObjectNumber, HostObject>([
      [0, { kind: 'directory', name: '{dir}' }],
      [1, { kind: 'null', name: '/dev/null' }],
      [2, { kind: 'full', name: '/dev/full' }],
      [3, { kind: 'directory', name: '/dev' }],
      [4, { kind: 'directory', name: '/' }],
    ]),
    paths: new Map([
      ['.', 0],
      ['/dev/null', 1],
      ['/dev/full', 2],
      ['/dev', 3],
      ['/', 4],
    ]),
    nextNumber: 5,
  };
}

/** Bytes of one name, and of a path with its end, as Linux takes them (NAME_MAX, PATH_MAX). */
const nameBytesMax = 255;
const pathBytesMax = 4096;

/** ENAMETOOLONG where a name or the whole is too long, in the bytes of its spelling; how long `{dir}` is does not count. */
function isTooLong(path: string): boolean {
  const bytesOf = (text: string): number => encodeURIComponent(text).replaceAll(/%../g, 'x').length;
  return bytesOf(path) >= pathBytesMax || path.split('/').some((name) => bytesOf(name) > nameBytesMax);
}

/** The object at a path: ENOENT, ENOTDIR, ENAMETOOLONG; "" is ENOENT. */
export function lookUp(state: ModelState, path: string): Result<ObjectNumber> {
  if (path === '') return { ok: false, errno: 'ENOENT' };
  if (path.length > nameBytesMax / 4 && isTooLong(path)) return { ok: false, errno: 'ENAMETOOLONG' };
  const canonical = canonicalPath(path);
  const found = state.paths.get(nameAt(canonical));
  if (found !== undefined) {
    if (path.endsWith('/') && objectOf(state, found).kind !== 'directory') return { ok: false, errno: 'ENOTDIR' };
    return { ok: true, value: found };
  }
  return { ok: false, errno: parentError(state, canonical) ?? 'ENOENT' };
}

/** Why nothing can be made at the path: its folder is missing or none; `null` if it can. */
function parentError(state: ModelState, canonical: string): string | null {
  const slash = canonical.lastIndexOf('/');
  if (slash <= 0) return null;
  const parent = state.paths.get(canonical.slice(0, slash));
  if (parent === undefined) {
    const above = canonical.slice(0, slash);
    return above.startsWith('/') ? 'ENOENT' : (parentError(state, above) ?? 'ENOENT');
  }
  return objectOf(state, parent).kind === 'directory' ? null : 'ENOTDIR';
}

/** Why nothing can be made at a free path, `null` if it can: ENOENT, ENOTDIR. */
export function pathError(state: ModelState, path: string): string | null {
  return path === '' ? 'ENOENT' : parentError(state, canonicalPath(path));
}

/** Makes an object at a free path: EEXIST, ENOENT, ENOTDIR. */
export function makeAt(turn: Turn, path: string, object: HostObject): Result<ObjectNumber> {
  const found = lookUp(turn.state, path);
  const there = turn.state.paths.has(nameAt(canonicalPath(path)));
  if (found.ok || there) return { ok: false, errno: 'EEXIST' };
  if (found.errno !== 'ENOENT' || path === '') return found;
  const canonical = canonicalPath(path);
  if (parentError(turn.state, canonical) !== null) return found;
  if (canonical.lastIndexOf('/') === 0) throw new ModelLimit(`a file in the root folder: ${canonical}`);
  if (path.endsWith('/') && object.kind !== 'directory') return { ok: false, errno: 'ENOENT' };
  const number = addObject(turn, object);
  putEntry(turn, 'paths', nameAt(canonical), number);
  return { ok: true, value: number };
}

/** unlink(2): the name goes, the object stays for those who hold it. */
export function unlinkPath(turn: Turn, path: string): Result<null> {
  const found = lookUp(turn.state, path);
  if (!found.ok) return found;
  if (objectOf(turn.state, found.value).kind === 'directory') return { ok: false, errno: 'EISDIR' };
  if (path.startsWith('/')) throw new ModelLimit(`unlink of ${path}`);
  dropEntry(turn, 'paths', canonicalPath(path));
  return { ok: true, value: null };
}

/** open(2) on a path: a new description with one reference. Errors as Linux, and `sleeps`. */
export function openPath(turn: Turn, path: string, opening: PathOpening): Result<number> {
  const creates = opening.create === true && !opening.flags.includes('path');
  if (creates && opening.directory) return { ok: false, errno: 'EINVAL' };
  const found = lookUp(turn.state, path);
  const lastIsNoFile =
    creates && path.endsWith('/') && (found.ok || found.errno === 'ENOTDIR' || found.errno === 'ENOENT');
  if (lastIsNoFile && parentError(turn.state, nameAt(canonicalPath(path))) === null)
    return { ok: false, errno: 'EISDIR' };
  if (found.ok) {
    if (creates && opening.exclusive) return { ok: false, errno: 'EEXIST' };
    return openObject(turn, found.value, opening);
  }
  if (!creates) return found;
  const made = makeAt(turn, path, { kind: 'file', name: nameOfPath(path), bytes: '', sealed: false });
  return made.ok ? openObject(turn, made.value, { ...opening, truncate: false }) : made;
}

/** open(2) on an object that is there, as through /proc/self/fd. */
export function openObject(turn: Turn, object: ObjectNumber, opening: PathOpening): Result<number> {
  const thing = objectOf(turn.state, object);
  const flags = opening.flags;
  if (isMemfd(thing)) {
    if (flags.includes('direct')) throw new ModelLimit('O_DIRECT on a memfd depends on the kernel');
    putObject(turn, object, { ...thing, reopened: true });
  }
  if (flags.includes('path')) return { ok: true, value: addDescription(turn, object, 'r', ['path']) };
  if (opening.directory && thing.kind !== 'directory') return { ok: false, errno: 'ENOTDIR' };
  const writes = opening.access !== 'r';
  if (thing.kind === 'directory' && (writes || opening.create || opening.truncate))
    return { ok: false, errno: 'EISDIR' };
  if (['socket', 'udp', 'listener', 'event-counter'].includes(thing.kind)) return { ok: false, errno: 'ENXIO' };
  if (thing.kind === 'terminal') return reopenTerminal(turn, object, thing, opening);
  if (flags.includes('direct') && thing.kind !== 'file') return { ok: false, errno: 'EINVAL' };
  if (thing.kind === 'pipe' && thing.fifo && opening.access !== 'rw') {
    const other = opening.access === 'r' ? 'w' : 'r';
    const alone = !isHeldBySome(turn.state, object, other);
    const nonblock = flags.includes('nonblock');
    if (alone && !nonblock) return { ok: false, errno: sleeps };
    if (alone && opening.access === 'w') return { ok: false, errno: 'ENXIO' };
  }
  if (thing.kind === 'file' && opening.truncate) {
    if (thing.sealed && thing.bytes !== '') return { ok: false, errno: 'EPERM' };
    putObject(turn, object, { ...thing, bytes: '' });
  }
  return { ok: true, value: addDescription(turn, object, opening.access, flags) };
}

function reopenTerminal(
  turn: Turn,
  object: ObjectNumber,
  end: Extract<HostObject, { kind: 'terminal' }>,
  opening: PathOpening,
): Result<number> {
  if (end.side === 'master') throw new ModelLimit('reopening a master makes another pseudo-terminal');
  if (end.peer === null || !isHeldBySome(turn.state, end.peer)) return { ok: false, errno: 'EIO' };
  if (opening.flags.includes('direct')) return { ok: false, errno: 'EINVAL' };
  return { ok: true, value: addDescription(turn, object, opening.access, opening.flags) };
}
