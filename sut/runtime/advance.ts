import type { Clock } from './clock.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Lets `forNs` of virtual time pass: the world settles, then the clock jumps from deadline to deadline, settling at
 * each, and ends exactly `forNs` later. 'limit' when the steps ran out (the clock then stands where it was).
 */
export function advance(scheduler: Scheduler, clock: Clock, forNs: number, limitSteps: number): 'settled' | 'limit' {
  const end = clock.nowNs + forNs;
  const stepsMax = scheduler.steps + limitSteps;
  const settle = (): 'settled' | 'limit' => scheduler.runUntilSettled(Math.max(0, stepsMax - scheduler.steps));
  if (settle() === 'limit') return 'limit';
  for (let due = clock.nextDueNs(); due !== null && due <= end; due = clock.nextDueNs()) {
    clock.moveTo(due);
    if (settle() === 'limit') return 'limit';
  }
  clock.moveTo(end);
  return settle();
}
