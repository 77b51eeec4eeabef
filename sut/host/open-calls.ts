import { type Context, install, opened, sleepOn, struck } from './context.ts';
import type { Description, FileObject } from './description.ts';
import { createDirectoryObject } from './device.ts';
import { createDirectory, type Entry, type Place, resolvePath, unlinkPlace } from './namespace.ts';
import { createPipe, type Pipe } from './pipe.ts';
import type { OpenOptions, Process, Stat } from './process.ts';
import { createRegularFile } from './regular-file.ts';
import { done, fail, type Immediate, ok, type Result } from './result.ts';
import { nonblockBit, type OpenFlag, pathBit, statusBits } from './status-flags.ts';

type OpenCalls = Pick<Process, 'open' | 'reopen' | 'mkfifo' | 'mkdir' | 'unlink' | 'symlink' | 'readlink' | 'stat'>;

const fifoBytes = 65536;

/** Flags that no call takes together, looked at before anything else. Source: Linux fs/open.c, from 6.4 on. */
function contradicts({ flags = [] }: OpenOptions): boolean {
  return flags.includes('create') && flags.includes('directory') && !flags.includes('path');
}

/** What is at the place, made if the flags say so. */
function entryFor(context: Context, place: Place, options: OpenOptions): Immediate<Entry> {
  const has = (flag: OpenFlag): boolean => options.flags?.includes(flag) ?? false;
  const create = has('create') && !has('path');
  if (create && place.wantsDirectory) return fail('EISDIR');
  const { entry } = place;
  if (entry === null) {
    if (!create) return fail('ENOENT');
    const made: Entry = { kind: 'regular', object: createRegularFile(context.machine.store.create(), 'named') };
    place.directory.entries.set(place.name, made);
    return ok(made);
  }
  if (place.wantsDirectory && entry.kind !== 'directory') return fail('ENOTDIR');
  if (create && has('exclusive')) return fail('EEXIST');
  if (entry.kind === 'directory' && create) return fail('EISDIR');
  return ok(entry);
}

/** Checks that do not depend on how the object was found; truncates. Linux's order: type, O_DIRECT, then O_TRUNC. */
function admit(object: FileObject, options: OpenOptions): Immediate<void> {
  const has = (flag: OpenFlag): boolean => options.flags?.includes(flag) ?? false;
  if (has('directory') && object.kind !== 'directory') return fail('ENOTDIR');
  if (has('path')) return done;
  if (object.kind === 'directory' && (options.access !== 'r' || has('truncate'))) return fail('EISDIR');
  if (object.kind === 'socket' || object.kind === 'eventfd') return fail('ENXIO');
  return has('direct') && object.direct !== 'allowed' ? fail('EINVAL') : done;
}

function bitsOf(options: OpenOptions): number {
  const flags = options.flags ?? [];
  return flags.includes('path') ? pathBit : statusBits(flags);
}

/** The calls that find things by path, and reopening. */
export function openCalls(context: Context): OpenCalls {
  const { machine, table } = context;
  const place = (path: string): Immediate<Place> => resolvePath(machine.root, context.start, path);

  const openObject = (found: FileObject, name: string, options: OpenOptions): Result<number> => {
    const flags = options.flags ?? [];
    const admitted = admit(found, options);
    if (!admitted.ok) return admitted;
    const reopened = flags.includes('path') ? ok(found) : found.reopened();
    if (!reopened.ok) return reopened;
    const object = reopened.value;
    const description = machine.descriptions.create(object, options.access, bitsOf(options), name);
    if (flags.includes('truncate') && object.kind === 'regular' && !flags.includes('path')) {
      const truncated = object.truncate(description, 0);
      if (!truncated.ok) {
        machine.descriptions.release(description);
        return truncated;
      }
    }
    const closeOnExec = flags.includes('close-on-exec');
    if (object.kind === 'fifo' && !flags.includes('path')) {
      return openFifo(context, object as Pipe, description, closeOnExec);
    }
    return install(context, description, closeOnExec);
  };

  return {
    open(path: string, options: OpenOptions): Result<number> {
      if (contradicts(options)) return fail('EINVAL');
      if (path === '') return fail('ENOENT');
      if (table.lowestFree(0) === null) return fail('EMFILE');
      const at = place(path);
      const effect = struck(context, 'open', at.ok ? at.value.path : path);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      if (!at.ok) return at;
      const entry = entryFor(context, at.value, options);
      return entry.ok ? openObject(entry.value.object, at.value.path, options) : entry;
    },
    reopen(fd: number, options: OpenOptions): Result<number> {
      if (contradicts(options)) return fail('EINVAL');
      if (table.lowestFree(0) === null) return fail('EMFILE');
      const descriptor = opened(context, fd);
      if (descriptor === null) return fail('ENOENT');
      const flags = options.flags ?? [];
      if (flags.includes('create') && flags.includes('exclusive') && !flags.includes('path')) return fail('EEXIST');
      const { object, name } = descriptor.description;
      if (flags.includes('create') && object.kind === 'directory') return fail('EISDIR');
      return openObject(object, name, options);
    },
    ...pathCalls(context),
  };
}

/** The calls on names. */
function pathCalls(context: Context): Omit<OpenCalls, 'open' | 'reopen'> {
  const place = (path: string): Immediate<Place> => resolvePath(context.machine.root, context.start, path);
  return {
    mkfifo(path: string): Result<void> {
      const at = place(path);
      if (!at.ok) return at;
      if (at.value.entry !== null) return fail('EEXIST');
      if (at.value.wantsDirectory) return fail('ENOENT');
      at.value.directory.entries.set(at.value.name, { kind: 'fifo', object: createPipe('fifo', fifoBytes) });
      return done;
    },
    mkdir(path: string): Result<void> {
      const at = place(path);
      if (!at.ok) return at;
      const { directory, name, entry } = at.value;
      if (entry !== null) return fail('EEXIST');
      directory.entries.set(name, createDirectory(directory, name, createDirectoryObject()));
      return done;
    },
    unlink(path: string): Result<void> {
      const at = place(path);
      return at.ok ? unlinkPlace(at.value) : at;
    },
    symlink(target: string, path: string): Result<void> {
      const to = place(target);
      if (!to.ok) return to;
      const at = place(path);
      if (!at.ok) return at;
      if (at.value.entry !== null) return fail('EEXIST');
      const { entry } = to.value;
      if (entry?.kind !== 'device') return fail('EINVAL');
      const link = { kind: 'device' as const, object: entry.object, linkTo: target };
      at.value.directory.entries.set(at.value.name, link);
      return done;
    },
    readlink(path: string): Result<string> {
      const at = place(path);
      if (!at.ok) return at;
      const { entry } = at.value;
      if (entry === null) return fail('ENOENT');
      return entry.kind === 'device' && entry.linkTo !== undefined ? ok(entry.linkTo) : fail('EINVAL');
    },
    stat(path: string): Result<Stat> {
      const at = place(path);
      if (!at.ok) return at;
      const { entry } = at.value;
      if (entry === null) return fail('ENOENT');
      if (at.value.wantsDirectory && entry.kind !== 'directory') return fail('ENOTDIR');
      return ok({ kind: entry.kind, size: entry.object.size(), is: entry.object });
    },
  };
}

/**
 * The waiting part of opening a FIFO (fifo(7)): a reader waits for a writer and a writer for a reader, while each
 * already counts as an end; O_NONBLOCK lets a reader through and refuses a writer (ENXIO); O_RDWR never waits.
 */
function openFifo(context: Context, pipe: Pipe, description: Description, closeOnExec: boolean): Result<number> {
  const { access, bits } = description;
  const other = access === 'r' ? pipe.ends.writers : access === 'w' ? pipe.ends.readers : 1;
  if (other > 0) return install(context, description, closeOnExec);
  if ((bits & nonblockBit) !== 0) {
    if (access === 'r') {
      description.writersSeen = pipe.ends.writersEver;
      return install(context, description, closeOnExec);
    }
    context.machine.descriptions.release(description);
    return fail('ENXIO');
  }
  const fd = context.table.lowestFree(0);
  if (fd === null) throw new Error('open checks for a free number first');
  context.table.reserve(fd);
  const ever = access === 'r' ? pipe.ends.writersEver : pipe.ends.readersEver;
  const arrived = (): boolean => (access === 'r' ? pipe.ends.writersEver : pipe.ends.readersEver) !== ever;
  return sleepOn<number>(context, description, {
    awake: arrived,
    attempt(): Result<number> | null {
      if (!arrived()) return null;
      context.table.put(fd, { description, closeOnExec });
      return ok(fd);
    },
    giveUp(): Result<number> {
      context.table.unreserve(fd);
      context.machine.descriptions.release(description);
      return fail('EINTR');
    },
  });
}
