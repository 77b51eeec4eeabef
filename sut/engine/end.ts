import type { Machine } from './machine.ts';

/** The process ends by itself: all its descriptors are closed and no thread goes on. Source: QMP-16, RT-8. */
export function endProcess(machine: Machine, status: number): void {
  if (machine.exitStatus !== null) return;
  machine.exitStatus = status;
  machine.mainLoop.stop();
  machine.monitorLoop.stop();
  machine.processor.stop();
  machine.process.exit();
}
