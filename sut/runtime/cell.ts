import type { Scheduler } from './scheduler.ts';
import { reads, type Step, writes } from './step.ts';

/**
 * A shared field together with the steps that declare its use. Unexplored, `value` is a plain property; explored with
 * `checked`, every use must have been declared by the running thread's step (XE-1's debug mode).
 */
export type Cell<T> = { value: T; readonly reading: Step; readonly writing: Step };

/** A cell for `object.field`. With `checked`, an undeclared access inside a thread throws. */
export function createCell<T>(
  scheduler: Scheduler,
  object: string,
  field: string,
  initial: T,
  checked: boolean = false,
): Cell<T> {
  const reading = reads(object, field);
  const writing = writes(object, field);
  if (!checked || !scheduler.explored) return { value: initial, reading, writing };
  let value = initial;
  const demand = (write: boolean): void => {
    const thread = scheduler.current;
    if (thread === null) return;
    const taken = thread.pending; // still the step that the thread was resumed for
    const declared =
      taken !== null &&
      [taken, ...taken.also].some(
        (access) => access.object === object && access.field === field && (access.write || !write),
      );
    if (!declared) throw new Error(`${thread.name} ${write ? 'writes' : 'reads'} ${object}.${field} undeclared`);
  };
  return {
    reading,
    writing,
    get value(): T {
      demand(false);
      return value;
    },
    set value(next: T) {
      demand(true);
      value = next;
    },
  };
}
