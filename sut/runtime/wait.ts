import type { Clock } from './clock.ts';
import { step, waits } from './step.ts';
import type { Task } from './task.ts';

/** Sleeps until `holds` (a pure function of shared state); takes no step when it holds already and nobody explores. */
export function* waitUntil(
  scheduler: { readonly explored: boolean },
  object: string,
  field: string,
  holds: () => boolean,
): Task<void> {
  if (scheduler.explored || !holds()) yield waits(object, field, holds);
}

/** Sleeps for `forNs` of virtual time (the clock moves by `advance` alone). */
export function* sleepFor(clock: Clock, forNs: number): Task<void> {
  const deadline = clock.addDeadline(clock.nowNs + forNs);
  try {
    yield step('time', { object: 'clock', field: 'now', write: false }, [], () => clock.nowNs >= deadline.dueNs);
  } finally {
    clock.removeDeadline(deadline);
  }
}
