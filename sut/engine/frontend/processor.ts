import type { Scheduler, Thread } from '../../runtime/scheduler.ts';
import { waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Machine, withBigLock } from '../machine.ts';

/** What a device is asked to do: a register access, or a call of a witness. */
export type DeviceWork = () => Task<number>;

/** The one virtual processor: a thread that does what devices are asked for, one after the other. */
export type VirtualProcessor = {
  readonly thread: Thread;
  /** Throws while other work is under way. */
  begin(work: DeviceWork): void;
  /** What the last work gave; null while it is under way. */
  readonly result: number | null;
  stop(): void;
};

/** Starts the processor's thread; `machine` is asked for at the first access. */
export function createProcessor(scheduler: Scheduler, machine: () => Machine): VirtualProcessor {
  let work: DeviceWork | null = null;
  let stopped = false;

  const idle = waits('processor', 'access', () => work !== null || stopped);
  function* running(): Task<void> {
    while (!stopped) {
      yield idle;
      if (work === null) continue;
      const value = yield* withBigLock(machine(), work());
      work = null;
      processor.result = value;
    }
  }
  const processor: { -readonly [Key in keyof VirtualProcessor]: VirtualProcessor[Key] } = {
    thread: scheduler.spawn('processor', running()),
    begin(next: DeviceWork): void {
      if (work !== null) throw new Error('the processor is in the middle of a register access');
      work = next;
      processor.result = null;
    },
    result: 0,
    stop(): void {
      stopped = true;
    },
  };
  return processor;
}
