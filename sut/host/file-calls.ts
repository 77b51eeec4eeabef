import { type Context, opened, returnsAtOnce, sleepOn, struck } from './context.ts';
import { type Description, isPath, polled } from './description.ts';
import type { FaultEffect } from './faults.ts';
import type { Poll, Process, Stat } from './process.ts';
import { done, fail, ok, type Result } from './result.ts';
import { directBit, pathBit, settableBits, statusBits, statusFlags } from './status-flags.ts';

type FileCalls = Pick<
  Process,
  'read' | 'write' | 'seek' | 'ftruncate' | 'getStatusFlags' | 'setStatusFlags' | 'poll' | 'ioctl' | 'fstat'
>;

function sleepingRead(context: Context, description: Description, max: number): Result<Uint8Array> {
  const { object } = description;
  return sleepOn<Uint8Array>(context, description, {
    awake: () => object.wakesReader(description),
    attempt(): Result<Uint8Array> | null {
      const result = object.read(description, max);
      return !result.ok && result.errno === 'EAGAIN' ? null : result;
    },
    giveUp: () => fail('EINTR'),
  });
}

/** A blocking write goes on until all is taken; `count` bytes were taken before it fell asleep. */
function sleepingWrite(context: Context, description: Description, bytes: Uint8Array, before: number): Result<number> {
  const { object } = description;
  let count = before;
  return sleepOn<number>(context, description, {
    awake: () => object.wakesWriter(description),
    attempt(): Result<number> | null {
      const result = object.write(description, bytes.subarray(count), true);
      if (result.ok) {
        count += result.value;
        return count === bytes.length ? ok(count) : null;
      }
      if (result.errno === 'EAGAIN') return null;
      return count > 0 ? ok(count) : result;
    },
    giveUp: () => (count > 0 ? ok(count) : fail('EINTR')),
  });
}

function writeTo(context: Context, description: Description, bytes: Uint8Array): Result<number> {
  const result = description.object.write(description, bytes, false);
  if (result.ok ? result.value === bytes.length : result.errno !== 'EAGAIN') return result;
  if (returnsAtOnce(description)) return result;
  return sleepingWrite(context, description, bytes.slice(), result.ok ? result.value : 0);
}

function shortened(effect: FaultEffect, length: number): number {
  return 'short' in effect ? Math.min(effect.short, length) : length;
}

/** A description that a call may use at all, or null: EBADF. O_PATH descriptors cannot be used. */
function usableAt(context: Context, fd: number): Description | null {
  const descriptor = opened(context, fd);
  return descriptor === null || isPath(descriptor.description) ? null : descriptor.description;
}

function flagCalls(context: Context): Pick<FileCalls, 'getStatusFlags' | 'setStatusFlags'> {
  return {
    getStatusFlags(fd: number): ReturnType<FileCalls['getStatusFlags']> {
      const descriptor = opened(context, fd);
      if (descriptor === null) return fail('EBADF');
      const { description } = descriptor;
      const effect = struck(context, 'fcntl', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      if (isPath(description)) return ok({ access: 'r', flags: statusFlags(pathBit) });
      return ok({ access: description.access, flags: statusFlags(description.bits) });
    },
    setStatusFlags(fd, flags): Result<void> {
      const description = usableAt(context, fd);
      if (description === null) return fail('EBADF');
      const effect = struck(context, 'fcntl', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      const wanted = statusBits(flags) & settableBits;
      if ((wanted & directBit) !== 0 && description.object.direct === 'refused') return fail('EINVAL');
      description.bits = (description.bits & ~settableBits) | wanted;
      return done;
    },
  };
}

/** The calls on an open number that work alike for all objects. */
export function fileCalls(context: Context): FileCalls {
  const usable = (fd: number): Description | null => usableAt(context, fd);
  return {
    read(fd: number, max: number): Result<Uint8Array> {
      const description = context.table.get(fd)?.description;
      if (description === undefined || !description.readable) return fail('EBADF');
      const effect = struck(context, 'read', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      const wanted = effect === null ? max : shortened(effect, max);
      const result = description.object.read(description, wanted);
      if (result.ok || result.errno !== 'EAGAIN' || returnsAtOnce(description)) return result;
      return sleepingRead(context, description, wanted);
    },
    write(fd: number, bytes: Uint8Array): Result<number> {
      const description = context.table.get(fd)?.description;
      if (description === undefined || !description.writable) return fail('EBADF');
      const effect = struck(context, 'write', description.name);
      if (effect === null) return writeTo(context, description, bytes);
      if ('errno' in effect) return fail(effect.errno);
      return writeTo(context, description, bytes.subarray(0, shortened(effect, bytes.length)));
    },
    seek(fd: number, offset: number, whence: 'set' | 'current' | 'end' = 'set'): Result<number> {
      const description = usable(fd);
      if (description === null) return fail('EBADF');
      const { object } = description;
      if (object.seeking === 'refused') return fail('ESPIPE');
      if (object.seeking === 'ignored') return ok(0);
      const base = whence === 'set' ? 0 : whence === 'current' ? description.offset : object.size();
      if (base + offset < 0) return fail('EINVAL');
      description.offset = base + offset;
      return ok(description.offset);
    },
    ftruncate(fd: number, size: number): Result<void> {
      if (size < 0) return fail('EINVAL');
      const description = usable(fd);
      if (description === null) return fail('EBADF');
      const effect = struck(context, 'ftruncate', description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      if (description.object.kind !== 'regular' || !description.writable) return fail('EINVAL');
      return description.object.truncate(description, size);
    },
    poll(fd: number): Result<Poll> {
      const description = usable(fd);
      return description === null ? fail('EBADF') : polled(description.object.poll(description));
    },
    ioctl(fd: number, request: string): Result<number> {
      const description = usable(fd);
      return description === null ? fail('EBADF') : description.object.ioctl(description, request);
    },
    fstat(fd: number): Result<Stat> {
      const descriptor = opened(context, fd);
      if (descriptor === null) return fail('EBADF');
      const { object } = descriptor.description;
      return ok({ kind: object.kind, size: object.size(), is: object });
    },
    ...flagCalls(context),
  };
}
