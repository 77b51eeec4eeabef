import { type Context, install, opened, struck } from './context.ts';
import { isPath } from './description.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { DescriptorInfo, Process } from './process.ts';
import { done, fail, ok, type Result } from './result.ts';
import { pathBit, statusFlags } from './status-flags.ts';

type DescriptorCalls = Pick<
  Process,
  'close' | 'dup' | 'getCloseOnExec' | 'setCloseOnExec' | 'limitFree' | 'hasFreeNumber' | 'descriptors'
>;

/** The calls on the table itself. `limitAtStart` is what `limitFree(null)` goes back to. */
export function descriptorCalls(context: Context, limitAtStart: number): DescriptorCalls {
  const { table } = context;
  const { descriptions } = context.machine;
  return {
    close(fd: number): Result<void> {
      const descriptor = table.take(fd);
      if (descriptor === undefined) return fail('EBADF');
      descriptions.release(descriptor.description);
      return done;
    },
    dup(fd, options): Result<number> {
      const descriptor = opened(context, fd);
      if (descriptor === null) return fail('EBADF');
      const effect = struck(context, 'dup', descriptor.description.name);
      if (effect !== null && 'errno' in effect) return fail(effect.errno);
      const min = options?.min ?? 0;
      if (min < 0 || (options?.min !== undefined && min >= table.limit)) return fail('EINVAL');
      return install(context, descriptions.hold(descriptor.description), options?.closeOnExec ?? false, min);
    },
    getCloseOnExec(fd: number): Result<boolean> {
      const descriptor = opened(context, fd);
      return descriptor === null ? fail('EBADF') : ok(descriptor.closeOnExec);
    },
    setCloseOnExec(fd: number, on: boolean): Result<void> {
      const descriptor = opened(context, fd);
      if (descriptor === null) return fail('EBADF');
      descriptor.closeOnExec = on;
      return done;
    },
    limitFree(free: number | null): void {
      table.limit = limitAtStart;
      if (free !== null) leaveFree(table, free);
    },
    hasFreeNumber: () => table.lowestFree(0) !== null,
    descriptors: () =>
      table.entries().map(([fd, { description, closeOnExec }]): DescriptorInfo => {
        const path = isPath(description);
        return {
          fd,
          object: description.name,
          kind: description.object.kind,
          access: path ? 'r' : description.access,
          flags: statusFlags(path ? pathBit : description.bits),
          closeOnExec,
          description: description.number,
        };
      }),
  };
}

/** Lowers the limit so that `free` numbers are left; does nothing when there are fewer. */
function leaveFree(table: DescriptorTable, free: number): void {
  let limit = 0;
  for (let left = free; ; left -= 1) {
    const next = table.lowestFree(limit);
    if (next === null) return;
    if (left === 0) {
      table.limit = next;
      return;
    }
    limit = next + 1;
  }
}
