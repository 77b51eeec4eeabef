import { waits } from '../runtime/step.ts';
import type { Task } from '../runtime/task.ts';
import type { Machine } from './machine.ts';

/** What ends a process that breaks. */
export type DeathSignal = 'SIGSEGV' | 'SIGABRT' | 'SIGTRAP';

/** Both standard streams get the flags back that they had when they were last taken. Source: STDIO-02, by experiment. */
export function giveStreamsBack({ process, stdioFlags: [ofInput, ofOutput] }: Machine): void {
  process.setStatusFlags(0, ofInput);
  process.setStatusFlags(1, ofOutput);
}

/**
 * The process ends by itself: all its descriptors are closed and no thread goes on. Only who leaves in good order (status
 * 0) clears away what its chardevs have in the file system. Source: QMP-16, RT-8, CHR-13, by experiment (qemu_cleanup).
 */
export function endProcess(machine: Machine, status: number): void {
  if (machine.exitStatus !== null) return;
  if (machine.deathSignal === null) machine.tape?.finish();
  if (machine.deathSignal === null && machine.stdioInUse) giveStreamsBack(machine);
  if (status === 0) for (const { backend } of machine.chardevs.values()) backend.vanish?.();
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
