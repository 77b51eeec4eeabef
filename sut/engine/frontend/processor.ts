import type { Scheduler, Thread } from '../../runtime/scheduler.ts';
import { waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Machine, withBigLock } from '../machine.ts';
import type { Serial16550 } from './serial-16550.ts';

/** One register access that the guest is asked to make; `value` null: a read. */
export type PortAccess = { readonly serial: Serial16550; readonly register: number; readonly value: number | null };

/** The one virtual processor: a thread that makes the register accesses it is asked for, one after the other. */
export type VirtualProcessor = {
  readonly thread: Thread;
  /** Throws while another access is under way. */
  begin(access: PortAccess): void;
  /** What the last access gave (a write gives 0); null while it is under way. */
  readonly result: number | null;
  stop(): void;
};

/** Starts the processor's thread; `machine` is asked for at the first access. */
export function createProcessor(scheduler: Scheduler, machine: () => Machine): VirtualProcessor {
  let access: PortAccess | null = null;
  let result: number | null = 0;
  let stopped = false;

  function* perform(one: PortAccess): Task<number> {
    if (one.value === null) return yield* one.serial.read(one.register);
    yield* one.serial.write(one.register, one.value);
    return 0;
  }
  const idle = waits('processor', 'access', () => access !== null || stopped);
  function* running(): Task<void> {
    while (!stopped) {
      yield idle;
      if (access === null) continue;
      const value = yield* withBigLock(machine(), perform(access));
      access = null;
      result = value;
    }
  }
  return {
    thread: scheduler.spawn('processor', running()),
    begin(next: PortAccess): void {
      if (access !== null) throw new Error('the processor is in the middle of a register access');
      access = next;
      result = null;
    },
    get result(): number | null {
      return result;
    },
    stop(): void {
      stopped = true;
    },
  };
}
