import type { Scheduler, Thread } from './scheduler.ts';
import { behind, type Door, type Step, step } from './step.ts';
import type { Task } from './task.ts';

/** A lock that is not recursive. Who gets it next is the scheduler's choice among the threads that wait. */
export type Mutex = {
  readonly name: string;
  readonly owner: Thread | null;
  readonly locking: Step;
  readonly unlocking: Step;
  /** For `lock`, `tryLock` and `unlock` below; nobody else sets it. */
  setOwner(thread: Thread | null): void;
  readonly scheduler: Scheduler;
};

type LockSteps = { readonly locking: Step; readonly unlocking: Step };
const known = new Map<string, LockSteps>();

/**
 * The steps of a lock: made once for all explored executions (XE-3). Its door is not in them, see `behind`.
 */
export function lockSteps({ explored }: Pick<Scheduler, 'explored'>, name: string, outermost = false): LockSteps {
  const found = explored ? known.get(name) : undefined;
  if (found !== undefined) return found;
  const access = { object: name, field: 'lock', write: true };
  const made = {
    locking: step('lock', access, [], null, true),
    unlocking: step('unlock', access, [], null, outermost),
  };
  if (explored) known.set(name, made); // of a session: as many names as users think of
  return made;
}

/**
 * A free mutex. `name` is the object id of its steps and must be unique among mutexes. `outermost`: whoever gives it back
 * touches nothing that others see before its next step, so that this step need not be taken for more than it is.
 */
export function createMutex(scheduler: Scheduler, name: string, outermost = false): Mutex {
  return new Lock(scheduler, name, outermost);
}

/** A class: of a literal each mutex would have a function of its own. */
class Lock implements Mutex {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly locking: Step;
  readonly unlocking: Step;
  owner: Thread | null;
  private readonly door: Door;

  constructor(scheduler: Scheduler, name: string, outermost: boolean) {
    const { locking, unlocking } = lockSteps(scheduler, name, outermost);
    this.name = name;
    this.scheduler = scheduler;
    this.door = { isShut: false };
    this.locking = behind(locking, this.door);
    this.unlocking = unlocking;
    this.owner = null;
  }

  setOwner(thread: Thread | null): void {
    this.owner = thread;
    this.door.isShut = thread !== null;
  }
}

function runner(mutex: Mutex): Thread {
  const thread = mutex.scheduler.current;
  if (thread === null) throw new Error(`mutex ${mutex.name} used outside a thread`);
  return thread;
}

/**
 * Takes a lock that is free where no step need tell of it, and says whether it did; if not, `lock` takes it. A call costs
 * a tenth of a task.
 */
export function lockAtOnce(mutex: Mutex): boolean {
  if (mutex.scheduler.explored || mutex.owner !== null) return false;
  mutex.setOwner(runner(mutex));
  return true;
}

/** The converse: false where `unlock` has to give it back. */
export function unlockAtOnce(mutex: Mutex): boolean {
  if (mutex.scheduler.explored || mutex.owner !== mutex.scheduler.current) return false;
  mutex.setOwner(null);
  return true;
}

/** The running thread has the lock. To be called by who has yielded `locking` itself, which spares a task. */
export function locked(mutex: Mutex): void {
  mutex.setOwner(runner(mutex));
}

/** The running thread gives the lock back. To be called by who has yielded `unlocking` itself. Throws unless it holds it. */
export function unlocked(mutex: Mutex): void {
  const thread = runner(mutex);
  if (mutex.owner !== thread) {
    throw new Error(`mutex ${mutex.name} unlocked by ${thread.name}, held by ${mutex.owner?.name ?? 'nobody'}`);
  }
  mutex.setOwner(null);
}

/** Takes the lock, waiting for it if need be. Throws when the thread holds it already. */
export function* lock(mutex: Mutex): Task<void> {
  if (mutex.owner === runner(mutex)) throw new Error(`mutex ${mutex.name} locked twice by ${mutex.owner.name}`);
  if (mutex.scheduler.explored || mutex.owner !== null) yield mutex.locking;
  mutex.setOwner(runner(mutex));
  // taking it and using what it covers are two steps: orders of acquisition are found by themselves (XS-2)
  if (mutex.scheduler.undeclared !== null) yield mutex.scheduler.undeclared;
}

/** Takes the lock if it is free; says whether it did. */
export function* tryLock(mutex: Mutex): Task<boolean> {
  const thread = runner(mutex);
  if (mutex.scheduler.explored) yield mutex.unlocking; // a write to the lock that never waits
  if (mutex.owner !== null) return false;
  mutex.setOwner(thread);
  return true;
}

/** Gives the lock back. Throws unless the running thread holds it. */
export function* unlock(mutex: Mutex): Task<void> {
  if (mutex.scheduler.explored) yield mutex.unlocking;
  unlocked(mutex);
}
