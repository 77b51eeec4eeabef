import { waits } from '../runtime/step.ts';
import type { Task } from '../runtime/task.ts';
import type { Result } from './result.ts';

/**
 * Waits in the running thread until a call that sleeps has ended, as a blocking system call does; any other result is
 * passed on at once. `object` is what the thread waits for, for traces. The result never sleeps.
 *
 *     const wrote = yield* completed(process.write(fd, bytes), 'log');
 */
export function* completed<T>(result: Result<T>, object: string): Task<Result<T>> {
  let latest = result;
  while (!latest.ok && latest.sleep !== null) {
    const { awake, resume } = latest.sleep;
    yield waits(object, 'call', awake);
    latest = resume();
  }
  return latest;
}
