import { mayBeTaken, type Step } from './step.ts';

/**
 * A piece of engine code that may touch shared state or wait: a generator that yields the step it is about to take and
 * is resumed when it may take it. Composed by `yield*`; keep at most three levels between a thread and a step (XE-7).
 * Source: XE-1.
 */
export type Task<T> = Generator<Step, T, void>;

/**
 * A number, at once where nothing is waited for and no step is told of: a generator costs what dozens of plain calls do.
 * `const value = typeof given === 'number' ? given : yield* given;`
 */
export type MaybeTask = number | Task<number>;

/** Runs a task that never has to wait, outside every thread (set-up, tests). Throws if it would wait for something. */
export function runAlone<T>(task: Task<T>): T {
  for (;;) {
    const next = task.next();
    if (next.done) return next.value;
    const { kind, object, field } = next.value;
    if (!mayBeTaken(next.value)) throw new Error(`${kind} ${object}.${field} waits, but nothing else can run here`);
  }
}

/** A task that does something at once, without a step: for handlers that neither wait nor touch shared state visibly. */
// biome-ignore lint/correctness/useYield: this is the task without steps
export function* atOnce<T>(run: () => T): Task<T> {
  return run();
}
