import { type Chooser, pick } from './chooser.ts';
import { mayBeTaken, type Step } from './step.ts';
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

type Running = { -readonly [Key in keyof Thread]: Thread[Key] } & {
  readonly task: Task<void>;
  /** Whose thread it is. */
  readonly home: StepByStep;
  /** What it was to be called; of the first threads each knows the one before. */
  readonly calledLike: string;
  readonly before: Running | null;
  objects: number;
};

/**
 * Runs threads one visible step at a time. Unexplored code need not yield steps that cannot block:
 * `if (scheduler.explored) yield step` (XE-8: one code path, the driver continues the current thread).
 */
export type Scheduler = {
  /** True when every access is a visible step. */
  readonly explored: boolean;
  /** Explored code that declares its locks and waits alone: the step that stands for whatever else it touches. */
  readonly undeclared: Step | null;
  /** From now on as if made with `explored: true`, by threads that do not say what they touch between two steps. */
  exploreUndeclared(undeclared: Step): void;
  /** The thread that is running right now, null between steps. */
  readonly current: Thread | null;
  /** Threads that have not ended, in the order of creation: always the same list, which changes as they come and go. */
  readonly threads: readonly Thread[];
  /** Threads so far, with those that have ended. */
  readonly created: number;
  /** Visible steps taken in all. */
  readonly steps: number;
  spawn(name: string, task: Task<void>): Thread;
  /** The threads that could take their next step: the last one that ran first, then by index. */
  enabled(): readonly Thread[];
  /**
   * Lets one enabled thread take one step: the explorers' entry. Explored, threads that came of it then stand before their
   * first steps. Throws if the thread cannot go, or is another scheduler's.
   */
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

/** `explored`: every access is a visible step (default false). */
export type SchedulerOptions = {
  readonly chooser: Chooser;
  readonly explored?: boolean;
  /** Told of every visible step before it is taken. */
  readonly onStep?: (thread: Thread, step: Step) => void;
};

function mixed(digest: number, value: number | string): number {
  if (typeof value === 'number') {
    const low = Math.imul(digest ^ value, 0x01000193);
    return value >>> 0 === value ? low : low ^ Math.floor(value / 0x100000000); // 0 of what 32 bits hold
  }
  let next = digest;
  for (let at = 0; at < value.length; at += 1) next = Math.imul(next ^ value.charCodeAt(at), 0x01000193);
  return Math.imul(next ^ 0x1f, 0x01000193);
}

/** Of so many threads each knows the one before: a map of names costs more than a world of few threads may. */
const linkedMax = 16;

/** A class: a function made for each member of each scheduler costs more than a short run. */
class StepByStep implements Scheduler {
  explored: boolean;
  undeclared: Step | null = null;
  current: Running | null = null;
  readonly threads: Running[] = [];
  steps = 0;
  created = 0;
  private readonly chooser: Chooser;
  private readonly onStep: SchedulerOptions['onStep'];
  private last: Running | null = null;
  /** Threads that have not started. */
  private unprimed = 0;
  private objectsOutside = 0;
  /** The latest thread, as long as there were few. */
  private latest: Running | null = null;
  /** How many threads of each name there were, once there were many. */
  private names: Map<string, number> | null = null;

  constructor({ chooser, explored, onStep }: SchedulerOptions) {
    this.chooser = chooser;
    this.explored = explored ?? false;
    this.onStep = onStep;
  }

  exploreUndeclared(undeclared: Step): void {
    this.explored = true;
    this.undeclared = undeclared;
  }

  spawn(name: string, task: Task<void>): Thread {
    const count = this.countOf(name);
    const thread: Running = {
      name: count === 1 ? name : `${name}#${count}`,
      index: this.created,
      state: 'new',
      pending: null,
      steps: 0,
      observation: 0,
      task,
      home: this,
      calledLike: name,
      before: this.latest,
      objects: 0,
    };
    this.created += 1;
    this.unprimed += 1;
    if (this.names === null) this.latest = thread;
    this.threads.push(thread);
    return thread;
  }

  enabled(): readonly Running[] {
    if (this.explored) this.prime();
    const { last, threads } = this;
    const list: Running[] = [];
    if (last !== null && last.state !== 'ended' && canRun(last)) list.push(last);
    for (const thread of threads) if (thread !== last && canRun(thread)) list.push(thread);
    return list;
  }

  resume(thread: Thread): void {
    const mine = thread as Running;
    if (mine.home !== this) throw new Error(`thread ${thread.name} is another scheduler's`);
    if (mine.state === 'ended' || !canRun(mine)) throw new Error(`thread ${thread.name} cannot run`);
    this.take(mine);
    if (this.unprimed > 0 && this.explored) this.prime();
  }

  step(): boolean {
    if (this.explored) this.prime();
    let next: Running | undefined;
    for (const thread of this.threads) {
      if (!canRun(thread)) continue;
      if (next !== undefined) {
        const list = this.enabled(); // only where there is a choice, which is seldom
        next = list[pick(this.chooser, list.length, 'thread')];
        break;
      }
      next = thread;
    }
    if (next === undefined) return false;
    this.take(next);
    return true;
  }

  runUntilSettled(limitSteps: number): 'settled' | 'limit' {
    for (let taken = 0; taken < limitSteps; taken += 1) if (!this.step()) return 'settled';
    return this.enabled().length === 0 ? 'settled' : 'limit';
  }

  newObject(kind: string): string {
    if (this.current === null) {
      this.objectsOutside += 1;
      return `start/${kind}${this.objectsOutside}`;
    }
    this.current.objects += 1;
    return `${this.current.name}/${kind}${this.current.objects}`;
  }

  observe(value: number | string): void {
    if (this.current !== null) this.current.observation = mixed(this.current.observation, value);
  }

  forget(): void {
    if (this.current !== null) this.current.observation = 0;
  }

  /** The how-manieth of its name the next thread is. */
  private countOf(name: string): number {
    if (this.names === null) {
      let count = 1;
      for (let each = this.latest; each !== null; each = each.before) if (each.calledLike === name) count += 1;
      if (this.created < linkedMax) return count;
      this.names = new Map();
      for (let each = this.latest; each !== null; each = each.before) {
        this.names.set(each.calledLike, (this.names.get(each.calledLike) ?? 0) + 1);
      }
      this.latest = null;
    }
    const count = 1 + (this.names.get(name) ?? 0);
    this.names.set(name, count);
    return count;
  }

  /** Resumes the generator until its next step or its end. */
  private proceed(thread: Running): void {
    if (this.current !== null) throw new Error(`thread ${thread.name} resumed inside ${this.current.name}`);
    this.current = thread;
    if (thread.state === 'new') {
      this.unprimed -= 1;
      thread.state = 'live';
    }
    try {
      const next = thread.task.next();
      if (next.done) this.end(thread);
      else thread.pending = next.value;
    } finally {
      this.current = null;
    }
  }

  private end(thread: Running): void {
    thread.state = 'ended';
    thread.pending = null;
    const { threads } = this;
    for (let at = threads.indexOf(thread) + 1; at < threads.length; at += 1) threads[at - 1] = threads[at] as Running;
    threads.pop();
  }

  /** Explored threads run up to their first step before anybody decides; that part touches nothing shared (XE-1). */
  private prime(): void {
    const { threads } = this;
    while (this.unprimed > 0) {
      for (let at = 0; at < threads.length; ) {
        const thread = threads[at] as Running;
        if (thread.state === 'new') this.proceed(thread);
        if (thread.state !== 'ended') at += 1; // else another stands in its place
      }
    }
  }

  private take(thread: Running): void {
    if (thread.pending !== null) {
      thread.steps += 1;
      this.steps += 1;
      this.onStep?.(thread, thread.pending);
    }
    this.last = thread;
    this.proceed(thread);
  }
}

function canRun({ pending }: Running): boolean {
  return pending === null || mayBeTaken(pending);
}

/** A scheduler without threads. Source: XE-1, XE-4, XE-8, XE-9. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  return new StepByStep(options);
}
