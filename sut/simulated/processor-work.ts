import type { DeviceWork } from '../engine/frontend/processor.ts';
import type { Task } from '../runtime/task.ts';
import { type Launched, settle, type World } from './world.ts';

/** A task that is of interest only as being over. */
export function* finished(task: Task<unknown>): Task<number> {
  yield* task;
  return 0;
}

const stepsMax = 100_000;

/**
 * Lets the processor do one thing. Others run only as far as it needs them, while the world is held. Null: it is not over
 * yet, or something before it is not. `isQuiet`: nobody else can tell that it was done, so that nobody can run after it who
 * could not before.
 */
export function workOn(world: World, launched: Launched, work: DeviceWork, isQuiet: boolean = false): number | null {
  const { processor } = launched.machine;
  if (processor.result === null) return null;
  processor.begin(work);
  if (world.held) {
    for (let step = 0; processor.result === null && step < stepsMax; step += 1) {
      if (!world.scheduler.enabled().includes(processor.thread)) break;
      world.scheduler.resume(processor.thread);
    }
  } else {
    const isAlone = world.isSettled;
    if (isAlone) world.scheduler.resume(processor.thread);
    if (!isAlone || !isQuiet) settle(world);
  }
  return processor.result;
}
