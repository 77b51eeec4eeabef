import type { FileObject } from './description.ts';
import type { Pipe } from './pipe.ts';
import type { RegularFile } from './regular-file.ts';
import { done, fail, type Immediate, ok } from './result.ts';
import type { Socket } from './unix-socket.ts';

/** What a path leads to. */
export type Entry =
  | Directory
  | { readonly kind: 'regular'; readonly object: RegularFile }
  | { readonly kind: 'fifo'; readonly object: Pipe }
  | { readonly kind: 'socket'; readonly object: Socket }
  /** `linkTo`: reached through a symbolic link to that path. */
  | { readonly kind: 'device'; readonly object: FileObject; readonly linkTo?: string };

/** A directory: names and what they lead to. */
export type Directory = {
  readonly kind: 'directory';
  /** Absolute, without a slash at the end (the root is ''). */
  readonly path: string;
  readonly parent: Directory | null;
  readonly entries: Map<string, Entry>;
  readonly object: FileObject;
};

/** Where a path ends: its directory and last name, and what is there now. */
export type Place = {
  readonly directory: Directory;
  /** '' when the path is a directory by form (`/`, `.`, `..`). */
  readonly name: string;
  readonly entry: Entry | null;
  /** The path ends in a slash: only a directory fits. */
  readonly wantsDirectory: boolean;
  /** Absolute, without `.`, `..` and doubled slashes. */
  readonly path: string;
};

const pathBytesMax = 4095;
const nameBytesMax = 255;

function isLonger(text: string, bytesMax: number): boolean {
  return text.length * 3 > bytesMax && utf8Bytes(text) > bytesMax; // no character takes more
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** An empty directory. */
export function createDirectory(parent: Directory | null, name: string, object: FileObject): Directory {
  const path = parent === null ? '' : `${parent.path}/${name}`;
  return { kind: 'directory', path, parent, entries: new Map(), object };
}

/**
 * Follows a path from `start` (or the root). Fails with ENOENT (also for ''), ENOTDIR and ENAMETOOLONG as
 * path_resolution(7) says; the last name need not exist. There are no symbolic links.
 */
export function resolvePath(root: Directory, start: Directory, path: string): Immediate<Place> {
  if (path === '') return fail('ENOENT');
  if (isLonger(path, pathBytesMax)) return fail('ENAMETOOLONG');
  const names = namesIn(path);
  const wantsDirectory = path.endsWith('/');
  let directory = path.startsWith('/') ? root : start;
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    if (isLonger(name, nameBytesMax)) return fail('ENAMETOOLONG');
    const last = index === names.length - 1;
    if (name === '.' || name === '..') {
      if (name === '..') directory = directory.parent ?? root;
      continue;
    }
    const entry = directory.entries.get(name) ?? null;
    if (last) {
      return ok({ directory, name, entry, wantsDirectory, path: `${directory.path}/${name}` });
    }
    if (entry === null) return fail('ENOENT');
    if (entry.kind !== 'directory') return fail('ENOTDIR');
    directory = entry;
  }
  return ok({ directory, name: '', entry: directory, wantsDirectory: true, path: directory.path || '/' });
}

/** Makes `path` and every directory above it. Throws when something else is in the way. */
export function ensureDirectory(root: Directory, path: string, make: () => FileObject): Directory {
  let directory = root;
  for (const name of namesIn(path)) {
    const entry = directory.entries.get(name);
    if (entry !== undefined && entry.kind !== 'directory') throw new Error(`${path}: ${name} is no directory`);
    const next = entry ?? createDirectory(directory, name, make());
    if (entry === undefined) directory.entries.set(name, next);
    directory = next;
  }
  return directory;
}

function namesIn(path: string): readonly string[] {
  const names: string[] = [];
  for (let from = 0; from < path.length; ) {
    const slash = path.indexOf('/', from);
    const end = slash < 0 ? path.length : slash;
    if (end > from) names.push(path.slice(from, end));
    from = end + 1;
  }
  return names;
}

/** unlink(2) of what `resolvePath` found. */
export function unlinkPlace(place: Place): Immediate<void> {
  const { entry } = place;
  if (entry === null) return fail('ENOENT');
  if (entry.kind === 'directory') return fail('EISDIR');
  if (place.wantsDirectory) return fail('ENOTDIR');
  place.directory.entries.delete(place.name);
  if (entry.kind === 'regular') entry.object.unlinked();
  return done;
}
