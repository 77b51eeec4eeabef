import { waits } from '../runtime/step.ts';
import type { Task } from '../runtime/task.ts';
import type { Machine } from './machine.ts';

/** What ends a process that breaks. */
export type DeathSignal = 'SIGSEGV' | 'SIGABRT' | 'SIGTRAP';

/** The process ends by itself: all its descriptors are closed and no thread goes on. Source: QMP-16, RT-8. */
export function endProcess(machine: Machine, status: number): void {
  if (machine.exitStatus !== null) return;
  if (machine.deathSignal === null) machine.tape?.finish();
  machine.exitStatus = status;
  machine.mainLoop.stop();
  machine.monitorLoop.stop();
  machine.processor.stop();
  machine.process.exit();
}

/** The process is killed in the middle of what it does: whoever runs this never goes on. Source: Q- rows that crash. */
export function* crash(machine: Machine, signal: DeathSignal): Task<never> {
  machine.deathSignal = signal;
  endProcess(machine, -1);
  const never = waits('process', 'dead', () => false);
  for (;;) yield never;
}
