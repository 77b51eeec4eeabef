import type { Task } from '../runtime/task.ts';
import type { Machine } from './machine.ts';
import { emitEvent } from './monitor/event.ts';
import { object } from './monitor/json-value.ts';

/** stop: STOP is sent only when the machine ran. */
export function* stopMachine(machine: Machine): Task<void> {
  if (machine.runState !== 'running') return;
  machine.runState = 'paused';
  yield* emitEvent(machine, 'STOP');
}

/** cont: RESUME is sent only when the machine did not run. FDSET-31: this reaps nothing. */
export function* continueMachine(machine: Machine): Task<void> {
  if (machine.runState === 'running') return;
  machine.runState = 'running';
  yield* emitEvent(machine, 'RESUME');
}

/** quit: the event comes before the reply, the end after it. Source: QMP-16. */
export function* requestQuit(machine: Machine): Task<void> {
  machine.quitRequested = true;
  yield* emitEvent(machine, 'SHUTDOWN', object({ guest: false, reason: 'host-qmp-quit' }));
}
