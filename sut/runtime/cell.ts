import type { Mutex } from './mutex.ts';
import type { Scheduler } from './scheduler.ts';
import { reads, type Step, writes } from './step.ts';

/**
 * A shared field with the steps that declare its use. Unexplored, `value` is a plain property; explored, every use by a
 * thread must have been declared by the step that it was resumed for, else it throws. A field that is only written under
 * a lock may be read under that lock without a step of its own, since taking the lock is one. Source: XE-1.
 */
export type Cell<T> = { value: T; readonly reading: Step; readonly writing: Step };

type Descriptors = { readonly reading: Step; readonly writing: Step };
const known = new Map<string, Descriptors>();

/** Descriptors are made once for all executions (XE-3). */
function descriptorsOf(object: string, field: string): Descriptors {
  const name = `${object}.${field}`;
  const found = known.get(name) ?? { reading: reads(object, field), writing: writes(object, field) };
  known.set(name, found);
  return found;
}

/** A cell for `object.field`. `writtenUnder`: all who write it hold this lock, null for none. */
export function createCell<T>(
  scheduler: Scheduler,
  object: string,
  field: string,
  initial: T,
  writtenUnder: Mutex | null = null,
): Cell<T> {
  const { reading, writing } = descriptorsOf(object, field);
  if (!scheduler.explored) return { value: initial, reading, writing };
  const cell = Object.create(guard) as Guarded<T>;
  return Object.assign(cell, { reading, writing, scheduler, object, field, writtenUnder, held: initial });
}

type Guarded<T> = Cell<T> & {
  readonly scheduler: Scheduler;
  readonly object: string;
  readonly field: string;
  readonly writtenUnder: Mutex | null;
  held: T;
};

/** One for all cells: an accessor in a literal makes a map of its own each time, which lives until the next full collection. */
const guard: object = Object.defineProperty({}, 'value', {
  get(this: Guarded<unknown>): unknown {
    demand(this, false);
    return this.held;
  },
  set(this: Guarded<unknown>, next: unknown): void {
    demand(this, true);
    this.held = next;
  },
});

function demand({ scheduler, object, field, writtenUnder }: Guarded<unknown>, write: boolean): void {
  const thread = scheduler.current;
  if (thread === null) return;
  if (writtenUnder !== null && writtenUnder.owner === thread && !write) return;
  if (!isDeclared(thread.pending, object, field, write)) {
    throw new Error(`${thread.name} ${write ? 'writes' : 'reads'} ${object}.${field} undeclared`);
  }
}

/** `taken`: the step that the running thread was resumed for. */
function isDeclared(taken: Step | null, object: string, field: string, write: boolean): boolean {
  if (taken === null) return false;
  if (taken.object === object && taken.field === field && (taken.write || !write)) return true;
  return taken.also.some((each) => each.object === object && each.field === field && (each.write || !write));
}
