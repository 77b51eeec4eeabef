import type { Task } from '../../runtime/task.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure } from '../failure.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { commitQuietly, noteChange, type Prepared } from './change.ts';
import type { Chardev } from './chardev.ts';
import { leaveNoTrace } from './put-off.ts';
import { dispose } from './registry.ts';

/** Is told once how a change has ended: done, refused or cancelled. Source: SAFE-14, ENG-30. */
export type Answered = (result: Attempt<Chardev>) => Task<void>;

/** The change is carried out by the main loop in its next turn, unless it is cancelled before. Source: ENG-17, ENG-18, ENG-23. */
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
  scheduleOnMainLoop(machine, 'chardev-change', function* (): Task<void> {
    if (isOver) return;
    isOver = true;
    if (machine.chardevs.get(id) !== old || frontend.chardev !== old) return yield* cancel('stale');
    if (frontend.changed() === null) return yield* cancel('handler unregistered');
    yield* commitQuietly(machine, prepared, answered);
  });
}
