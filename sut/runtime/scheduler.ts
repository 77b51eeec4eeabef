import { type Chooser, pick } from './chooser.ts';
import type { Step } from './step.ts';
import type { Task } from './task.ts';

/** One coroutine. */
export type Thread = {
  /** Unique in its scheduler: the second thread of one name gets `#2`. */
  readonly name: string;
  /** Order of creation, from 0. */
  readonly index: number;
  readonly state: 'new' | 'live' | 'ended';
  /** What it does next; null before its first step and after its last. */
  readonly pending: Step | null;
  /** Visible steps taken so far. */
  readonly steps: number;
  /** Digest (32 bits) of what it said it read, see Scheduler.observe. */
  readonly observation: number;
};

type Running = { -readonly [Key in keyof Thread]: Thread[Key] } & { readonly task: Task<void>; objects: number };

/**
 * Runs threads one visible step at a time. Unexplored code need not yield steps that cannot block:
 * `if (scheduler.explored) yield step` (XE-8: one code path, the driver continues the current thread).
 */
export type Scheduler = {
  /** True when every access is a visible step. */
  readonly explored: boolean;
  /** The thread that is running right now, null between steps. */
  readonly current: Thread | null;
  /** Threads that have not ended, in the order of creation. */
  readonly threads: readonly Thread[];
  /** Visible steps taken in all. */
  readonly steps: number;
  spawn(name: string, task: Task<void>): Thread;
  /** The threads that could take their next step: the last one that ran first, then by index. */
  enabled(): readonly Thread[];
  /** Lets one enabled thread take one step: the explorers' entry. Throws if it cannot. */
  resume(thread: Thread): void;
  /** One step of the thread that the chooser picks (asked only with two or more enabled). False: nobody can run. */
  step(): boolean;
  /** Steps until no thread is enabled, at most `limitSteps`. */
  runUntilSettled(limitSteps: number): 'settled' | 'limit';
  /** A name for a new shared object that re-executions repeat: `creating thread/kind` and the thread's own count (XE-2). */
  newObject(kind: string): string;
  /** Mixes a value that the running thread read into its observation digest; `forget` resets it (XE-9). */
  observe(value: number | string): void;
  forget(): void;
};

export type SchedulerOptions = {
  readonly chooser: Chooser;
  readonly explored?: boolean;
  /** Told of every visible step before it is taken. */
  readonly onStep?: (thread: Thread, step: Step) => void;
};

function mixed(digest: number, value: number | string): number {
  if (typeof value === 'number') return Math.imul(digest ^ value, 0x01000193) ^ Math.floor(value / 0x100000000);
  let next = digest;
  for (let at = 0; at < value.length; at += 1) next = Math.imul(next ^ value.charCodeAt(at), 0x01000193);
  return Math.imul(next ^ 0x1f, 0x01000193);
}

/** A scheduler without threads. Source: XE-1, XE-4, XE-8, XE-9. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { chooser, onStep } = options;
  const explored = options.explored ?? false;
  const names = new Map<string, number>();
  let threads: Running[] = [];
  let current: Running | null = null;
  let last: Running | null = null;
  let created = 0;
  let steps = 0;
  let objectsOutside = 0;
  let unprimed = 0;

  /** Resumes the generator until its next step or its end. */
  const proceed = (thread: Running): void => {
    if (current !== null) throw new Error(`thread ${thread.name} resumed inside ${current.name}`);
    current = thread;
    try {
      const next = thread.task.next();
      if (thread.state === 'new') unprimed -= 1;
      if (next.done) {
        thread.state = 'ended';
        thread.pending = null;
        threads = threads.filter((each) => each !== thread);
      } else {
        thread.state = 'live';
        thread.pending = next.value;
      }
    } finally {
      current = null;
    }
  };
  /** Explored threads run up to their first step before anybody decides; that part touches nothing shared (XE-1). */
  const prime = (): void => {
    while (unprimed > 0) for (const thread of threads) if (thread.state === 'new') proceed(thread);
  };
  const canRun = (thread: Running): boolean => {
    const enabled = thread.pending?.enabled ?? null;
    return enabled === null || enabled();
  };
  const enabledThreads = (): Running[] => {
    if (explored) prime();
    const list: Running[] = [];
    if (last !== null && last.state !== 'ended' && canRun(last)) list.push(last);
    for (const thread of threads) if (thread !== last && canRun(thread)) list.push(thread);
    return list;
  };
  const take = (thread: Running): void => {
    if (thread.pending !== null) {
      thread.steps += 1;
      steps += 1;
      if (onStep !== undefined) onStep(thread, thread.pending);
    }
    last = thread;
    proceed(thread);
  };
  const stepOnce = (): boolean => {
    const list = enabledThreads();
    const thread = list[list.length > 1 ? pick(chooser, list.length, 'thread') : 0];
    if (thread === undefined) return false;
    take(thread);
    return true;
  };

  return {
    explored,
    get current(): Thread | null {
      return current;
    },
    get threads(): readonly Thread[] {
      return threads;
    },
    get steps(): number {
      return steps;
    },
    spawn(name: string, task: Task<void>): Thread {
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      const thread: Running = {
        name: count === 1 ? name : `${name}#${count}`,
        index: created,
        state: 'new',
        pending: null,
        steps: 0,
        observation: 0,
        task,
        objects: 0,
      };
      created += 1;
      unprimed += 1;
      threads = [...threads, thread];
      return thread;
    },
    enabled: enabledThreads,
    resume(thread: Thread): void {
      const mine = threads.find((each) => each === thread);
      if (mine === undefined || !canRun(mine)) throw new Error(`thread ${thread.name} cannot run`);
      take(mine);
    },
    step: stepOnce,
    runUntilSettled(limitSteps: number): 'settled' | 'limit' {
      for (let taken = 0; taken < limitSteps; taken += 1) if (!stepOnce()) return 'settled';
      return enabledThreads().length === 0 ? 'settled' : 'limit';
    },
    newObject(kind: string): string {
      if (current === null) {
        objectsOutside += 1;
        return `start/${kind}${objectsOutside}`;
      }
      current.objects += 1;
      return `${current.name}/${kind}${current.objects}`;
    },
    observe(value: number | string): void {
      if (current !== null) current.observation = mixed(current.observation, value);
    },
    forget(): void {
      if (current !== null) current.observation = 0;
    },
  };
}
