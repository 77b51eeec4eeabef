import type { Task } from '../runtime/task.ts';
import { controllersOf, resetDevices } from './frontend/device.ts';
import { machineRunsNow } from './frontend/virtio-serial-bus.ts';
import type { Machine } from './machine.ts';
import { emitEvent } from './monitor/event.ts';
import { object } from './monitor/json-value.ts';

/** stop: STOP is sent only when the machine ran. */
export function* stopMachine(machine: Machine): Task<void> {
  if (machine.runState !== 'running') return;
  machine.runState = 'paused';
  for (const controller of controllersOf(machine)) yield* machineRunsNow(machine, controller, false);
  yield* emitEvent(machine, 'STOP');
}

/** cont: RESUME is sent only when the machine did not run. FDSET-31: this reaps nothing. */
export function* continueMachine(machine: Machine): Task<void> {
  if (machine.runState === 'running') return;
  machine.runState = 'running';
  machine.tape?.machineRuns();
  yield* emitEvent(machine, 'RESUME');
  for (const controller of controllersOf(machine)) yield* machineRunsNow(machine, controller, true);
}

/** quit: the event comes before the reply, the end after it. Source: QMP-16. */
export function* requestQuit(machine: Machine): Task<void> {
  machine.quitRequested = true;
  yield* emitEvent(machine, 'SHUTDOWN', object({ guest: false, reason: 'host-qmp-quit' }));
}

/** system_reset: it is over, and told, before the reply. A stopped machine is one that has not run yet, after it. Source: VSER-41, experiment. */
export function* resetMachine(machine: Machine): Task<void> {
  yield* resetDevices(machine);
  if (machine.runState === 'paused') machine.runState = 'prelaunch';
  yield* emitEvent(machine, 'RESET', object({ guest: false, reason: 'host-qmp-system-reset' }));
}
