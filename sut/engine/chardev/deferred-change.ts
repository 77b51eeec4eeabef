import type { Task } from '../../runtime/task.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { commitQuietly, noteChange, type Prepared } from './change.ts';
import type { Chardev } from './chardev.ts';
import { leaveNoTrace } from './put-off.ts';
import { dispose } from './registry.ts';

/** Is told once how a change has ended: done, refused or cancelled. Source: SAFE-14, ENG-30. */
export type Answered = (result: Attempt<Chardev>) => Task<void>;

/** Of these requests, or of all, those that wait for the dispatcher, who may come to them. */
function queued({ monitors }: Machine, among: readonly unknown[] | null): readonly unknown[] {
  const found: unknown[] = [];
  for (const { session } of monitors)
    for (const request of session === null || session.busy ? [] : session.queue)
      if (among === null || among.includes(request)) found.push(request);
  return found;
}

/** In the next turn, or the first in which none of those who had asked before are left. */
function behindRequests(machine: Machine, run: () => Task<void>): void {
  const before = queued(machine, null);
  const inTurn = (): Task<void> => {
    if (queued(machine, before).length === 0) return run();
    scheduleOnMainLoop(machine, 'chardev-change', inTurn);
    return immediate(undefined);
  };
  scheduleOnMainLoop(machine, 'chardev-change', inTurn);
}

/**
 * The change is carried out by the main loop behind the requests that wait as it is asked for, unless it is cancelled
 * before. Source: ENG-17, ENG-18, ENG-23.
 */
export function scheduleChange(machine: Machine, prepared: Prepared, answered: Answered): void {
  const { id, old, made, frontend, putOff } = prepared;
  let isOver = false;
  const cancel = function* (why: string): Task<void> {
    isOver = true;
    frontend.change = null;
    yield* dispose(machine, made);
    leaveNoTrace(machine, putOff);
    noteChange(machine, prepared, 'cancelled', why);
    yield* answered(failure(chardevErrors.changeCancelled(id, why)));
  };
  frontend.change = { swapping: false, cancel };
  noteChange(machine, prepared, 'scheduled');
  behindRequests(machine, function* (): Task<void> {
    if (isOver) return;
    isOver = true;
    if (machine.chardevs.get(id) !== old || frontend.chardev !== old) return yield* cancel('stale');
    if (frontend.changed() === null) return yield* cancel('handler unregistered');
    yield* commitQuietly(machine, prepared, answered);
  });
}
