import type { Task } from '../runtime/task.ts';

/** A task that is over at once. */
// biome-ignore lint/correctness/useYield: what takes no step still has to be a task where tasks are wanted
export function* immediate<T>(value: T): Task<T> {
  return value;
}
