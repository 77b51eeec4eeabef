import { lock, lockAtOnce, unlock, unlockAtOnce } from '../../runtime/mutex.ts';
import type { Scheduler, Thread } from '../../runtime/scheduler.ts';
import { waits } from '../../runtime/step.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import type { Machine } from '../machine.ts';

/** What a device is asked to do: a register access, or a call of a witness. */
export type DeviceWork = () => MaybeTask;

/** The one virtual processor: a thread that does what devices are asked for, one after the other. */
export type VirtualProcessor = {
  readonly thread: Thread;
  /** Throws while other work is under way. */
  begin(work: DeviceWork): void;
  /** What the last work gave; null while it is under way. */
  readonly result: number | null;
  stop(): void;
};

type Own = { -readonly [Key in keyof VirtualProcessor]: VirtualProcessor[Key] };
type State = { work: DeviceWork | null; stopped: boolean };

/** Starts the processor's thread; `machine` is asked for at the first access. */
export function createProcessor(scheduler: Scheduler, machine: () => Machine): VirtualProcessor {
  const state: State = { work: null, stopped: false };
  const processor: Own = {
    thread: scheduler.spawn(
      'processor',
      running(state, machine, () => processor),
    ),
    begin(next: DeviceWork): void {
      if (state.work !== null) throw new Error('the processor is in the middle of a register access');
      state.work = next;
      processor.result = null;
    },
    result: 0,
    stop(): void {
      state.stopped = true;
    },
  };
  return processor;
}

function* running(state: State, machine: () => Machine, processor: () => Own): Task<void> {
  const idle = waits('processor', 'access', () => state.work !== null || state.stopped);
  while (!state.stopped) {
    yield idle;
    if (state.work === null) continue;
    const { bigLock } = machine();
    if (!lockAtOnce(bigLock)) yield* lock(bigLock);
    const given = state.work();
    const value = typeof given === 'number' ? given : yield* given;
    state.work = null;
    processor().result = value;
    if (!unlockAtOnce(bigLock)) yield* unlock(bigLock);
  }
}
