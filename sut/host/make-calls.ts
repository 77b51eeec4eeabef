import { type Context, install, opened } from './context.ts';
import type { FileObject } from './description.ts';
import { createDirectoryObject } from './device.ts';
import { createEventfd } from './eventfd.ts';
import { ensureDirectory } from './namespace.ts';
import { createPipe, type Pipe, pipeBytesMax, pipeCapacityFor } from './pipe.ts';
import type { MakeOptions, Process, Seal } from './process.ts';
import { createPty } from './pty.ts';
import { createRegularFile, type RegularFile } from './regular-file.ts';
import { fail, type Immediate, ok, type Result } from './result.ts';
import { pageBytes } from './slot-ring.ts';
import { type AccessMode, nonblockBit } from './status-flags.ts';
import { createSocket, joinSockets } from './unix-socket.ts';

type MakeCalls = Pick<
  Process,
  'pipe' | 'pipeCapacity' | 'socketpair' | 'socket' | 'memfd' | 'addSeals' | 'eventfd' | 'openPty'
>;
type End = { readonly object: FileObject; readonly access: AccessMode; readonly name: string };

const pipeBytes = 65536;

/** Opens one description on a new object. */
export function installObject(context: Context, end: End, options: MakeOptions | undefined): Immediate<number> {
  if (context.table.lowestFree(0) === null) return fail('EMFILE');
  const bits = options?.nonblock === true ? nonblockBit : 0;
  const description = context.machine.descriptions.create(end.object, end.access, bits, end.name);
  return install(context, description, options?.closeOnExec ?? false);
}

/** Opens both ends or none. */
function installPair(
  context: Context,
  first: End,
  second: End,
  options: MakeOptions | undefined,
): Immediate<readonly [number, number]> {
  const low = context.table.lowestFree(0);
  if (low === null || context.table.lowestFree(low + 1) === null) return fail('EMFILE');
  const one = installObject(context, first, options);
  const two = installObject(context, second, options);
  if (!one.ok || !two.ok) throw new Error('two numbers were free');
  return ok([one.value, two.value]);
}

/** The calls that make objects without a path. */
export function makeCalls(context: Context): MakeCalls {
  const { machine } = context;
  const release = machine.descriptions.release;
  return {
    pipe(options): Result<readonly [number, number]> {
      const wanted = options?.capacity ?? pipeBytes;
      if (wanted < pageBytes || wanted > pipeBytesMax) return fail('EPERM');
      const object = createPipe('pipe', pipeCapacityFor(wanted));
      const name = options?.name ?? '';
      return installPair(context, { object, access: 'r', name }, { object, access: 'w', name }, options);
    },
    pipeCapacity(fd: number): Result<number> {
      const object = opened(context, fd)?.description.object;
      if (object === undefined || (object.kind !== 'pipe' && object.kind !== 'fifo')) return fail('EBADF');
      return ok((object as Pipe).capacity);
    },
    socketpair(type, options): Result<readonly [number, number]> {
      const a = createSocket(type, release);
      const b = createSocket(type, release);
      joinSockets(a, b);
      const name = options?.name;
      const named = (end: string): string => (name === undefined ? '' : `${name}.${end}`);
      return installPair(
        context,
        { object: a, access: 'rw', name: named('a') },
        { object: b, access: 'rw', name: named('b') },
        options,
      );
    },
    socket: (type, options) =>
      installObject(
        context,
        { object: createSocket(type, release, options?.family), access: 'rw', name: options?.name ?? '' },
        options,
      ),
    memfd(options): Result<number> {
      const file = createRegularFile(machine.store.create(), 'memfd');
      const fd = installObject(context, { object: file, access: 'rw', name: options?.name ?? '' }, options);
      if (fd.ok) file.addSeals(options?.seals ?? []);
      return fd;
    },
    addSeals(fd: number, seals: readonly Seal[]): Result<void> {
      const description = opened(context, fd)?.description;
      if (description === undefined) return fail('EBADF');
      if (!description.writable) return fail('EPERM');
      if (description.object.kind !== 'regular') return fail('EINVAL');
      return (description.object as RegularFile).addSeals(seals);
    },
    eventfd: (options) =>
      installObject(context, { object: createEventfd(), access: 'rw', name: options?.name ?? '' }, options),
    openPty(options): ReturnType<MakeCalls['openPty']> {
      const { master, slave } = createPty();
      const name = options?.name;
      const named = (end: string): string => (name === undefined ? '' : `${name}.${end}`);
      const pair = installPair(
        context,
        { object: master, access: 'rw', name: named('master') },
        { object: slave, access: 'rw', name: named('slave') },
        options,
      );
      if (!pair.ok) return pair;
      const number = machine.nextPty;
      machine.nextPty += 1;
      const folder = ensureDirectory(machine.root, '/dev/pts', createDirectoryObject);
      folder.entries.set(String(number), { kind: 'device', object: slave });
      return ok({ master: pair.value[0], slave: pair.value[1], path: `/dev/pts/${number}` });
    },
  };
}
