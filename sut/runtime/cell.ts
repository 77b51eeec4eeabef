import type { Mutex } from './mutex.ts';
import type { Scheduler } from './scheduler.ts';
import { type Access, reads, type Step, writes } from './step.ts';

/**
 * A shared field with the steps that declare its use. Unexplored, `value` is a plain property; explored, every use by a
 * thread must have been declared by the step that it was resumed for, else it throws. A field that is only written under
 * a lock may be read under that lock without a step of its own, since taking the lock is one. Source: XE-1.
 */
export type Cell<T> = { value: T; readonly reading: Step; readonly writing: Step };

type Descriptors = { readonly reading: Step; readonly writing: Step };
const known = new Map<string, Map<string, Descriptors>>();
/** The cells of one object are made one after the other. */
let lastObject = '';
let lastFields = new Map<string, Descriptors>();

/** Descriptors are made once for all executions (XE-3). */
function descriptorsOf(object: string, field: string): Descriptors {
  if (object !== lastObject) {
    lastObject = object;
    lastFields = known.get(object) ?? new Map<string, Descriptors>();
    known.set(object, lastFields);
  }
  const fields = lastFields;
  const found = fields.get(field);
  if (found !== undefined) return found;
  const made = { reading: reads(object, field), writing: writes(object, field) };
  fields.set(field, made);
  return made;
}

/** A cell for `object.field`. `writtenUnder`: all who write it hold this lock, null for none. */
export function createCell<T>(
  scheduler: Scheduler,
  object: string,
  field: string,
  initial: T,
  writtenUnder: Mutex | null = null,
): Cell<T> {
  const descriptors = descriptorsOf(object, field);
  if (scheduler.explored) return new GuardedCell(scheduler, descriptors, initial, writtenUnder);
  return { value: initial, reading: descriptors.reading, writing: descriptors.writing };
}

/** A class: accessors in a literal make a map of its own each time, which lives until the next full collection. */
class GuardedCell<T> implements Cell<T> {
  readonly reading: Step;
  readonly writing: Step;
  private readonly scheduler: Scheduler;
  private readonly writtenUnder: Mutex | null;
  private held: T;

  constructor(scheduler: Scheduler, { reading, writing }: Descriptors, initial: T, writtenUnder: Mutex | null) {
    this.reading = reading;
    this.writing = writing;
    this.scheduler = scheduler;
    this.writtenUnder = writtenUnder;
    this.held = initial;
  }

  get value(): T {
    demand(this.scheduler, this.reading, this.writtenUnder);
    return this.held;
  }

  set value(next: T) {
    demand(this.scheduler, this.writing, null);
    this.held = next;
  }
}

/** The step for which the running thread was resumed covers this access, or a lock that it holds does. */
function demand({ current }: Scheduler, access: Access, writtenUnder: Mutex | null): void {
  if (current === null || current.pending === access) return;
  if (writtenUnder !== null && writtenUnder.owner === current) return;
  if (current.pending !== null && isDeclared(current.pending, access)) return;
  const { object, field, write } = access;
  throw new Error(`${current.name} ${write ? 'writes' : 'reads'} ${object}.${field} undeclared`);
}

function isDeclared(taken: Step, wanted: Access): boolean {
  if (covers(taken, wanted)) return true;
  for (const each of taken.also) if (covers(each, wanted)) return true;
  return false;
}

function covers({ object, field, write }: Access, wanted: Access): boolean {
  return object === wanted.object && field === wanted.field && (write || !wanted.write);
}
