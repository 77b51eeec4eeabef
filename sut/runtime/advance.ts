import type { Clock } from './clock.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Lets `forNs` of virtual time pass: the world settles, then the clock jumps from deadline to deadline, settling at
 * each, and ends exactly `forNs` later. 'limit' when the steps ran out (the clock then stands where it was).
 * `goesOn` starts what waits for the world to be at rest, and says whether there was something.
 */
export function advance(
  scheduler: Scheduler,
  clock: Clock,
  forNs: number,
  limitSteps: number,
  goesOn: () => boolean = () => false,
): 'settled' | 'limit' {
  const end = clock.nowNs + forNs;
  const stepsMax = scheduler.steps + limitSteps;
  const settle = (): 'settled' | 'limit' => {
    do {
      if (scheduler.runUntilSettled(Math.max(0, stepsMax - scheduler.steps)) === 'limit') return 'limit';
    } while (goesOn());
    return 'settled';
  };
  if (settle() === 'limit') return 'limit';
  for (let due = clock.nextDueNs(); due !== null && due <= end; due = clock.nextDueNs()) {
    clock.moveTo(due);
    if (settle() === 'limit') return 'limit';
  }
  clock.moveTo(end);
  return settle();
}
