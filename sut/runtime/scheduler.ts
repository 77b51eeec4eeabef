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

type Running = { -readonly [Key in keyof Thread]: Thread[Key] } & { readonly task: Task<void>; objects: number };

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

/** `explored`: every access is a visible step (default false). */
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

/** What a scheduler knows; the functions below work on it. */
type State = {
  readonly options: SchedulerOptions;
  explored: boolean;
  undeclared: Step | null;
  /** Of the first threads: a map costs more than a world of few threads may. */
  readonly firstNames: string[];
  /** How many threads of each name there were, once there were many. */
  names: Map<string, number> | null;
  threads: readonly Running[];
  current: Running | null;
  last: Running | null;
  steps: number;
  created: number;
  /** Threads that have not started. */
  unprimed: number;
  objectsOutside: number;
};

/** A scheduler without threads. Source: XE-1, XE-4, XE-8, XE-9. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const state: State & Omit<Scheduler, keyof State> = {
    options,
    explored: options.explored ?? false,
    undeclared: null,
    exploreUndeclared(undeclared: Step): void {
      Object.assign(state, { explored: true, undeclared });
    },
    firstNames: [],
    names: null,
    threads: [],
    current: null,
    last: null,
    steps: 0,
    created: 0,
    unprimed: 0,
    objectsOutside: 0,
    spawn: (name, task) => spawn(state, name, task),
    enabled: () => enabledThreads(state),
    resume(thread: Thread): void {
      const mine = thread as Running;
      if (mine.state === 'ended' || !canRun(mine)) throw new Error(`thread ${thread.name} cannot run`);
      take(state, mine);
    },
    step: () => stepOnce(state),
    runUntilSettled(limitSteps: number): 'settled' | 'limit' {
      for (let taken = 0; taken < limitSteps; taken += 1) if (!stepOnce(state)) return 'settled';
      return enabledThreads(state).length === 0 ? 'settled' : 'limit';
    },
    newObject: (kind) => newObject(state, kind),
    observe(value: number | string): void {
      if (state.current !== null) state.current.observation = mixed(state.current.observation, value);
    },
    forget(): void {
      if (state.current !== null) state.current.observation = 0;
    },
  };
  return state;
}

const firstMax = 16;

/** The how-manieth of its name the next thread is. */
function countOf(state: State, name: string): number {
  const { firstNames } = state;
  let count = 1;
  if (firstNames.length < firstMax) {
    for (const each of firstNames) if (each === name) count += 1;
    firstNames.push(name);
    return count;
  }
  if (state.names === null) {
    state.names = new Map();
    for (const each of firstNames) state.names.set(each, (state.names.get(each) ?? 0) + 1);
  }
  count += state.names.get(name) ?? 0;
  state.names.set(name, count);
  return count;
}

function spawn(state: State, name: string, task: Task<void>): Thread {
  const count = countOf(state, name);
  const thread: Running = {
    name: count === 1 ? name : `${name}#${count}`,
    index: state.created,
    state: 'new',
    pending: null,
    steps: 0,
    observation: 0,
    task,
    objects: 0,
  };
  state.created += 1;
  state.unprimed += 1;
  state.threads = [...state.threads, thread];
  return thread;
}

/** Resumes the generator until its next step or its end. */
function proceed(state: State, thread: Running): void {
  if (state.current !== null) throw new Error(`thread ${thread.name} resumed inside ${state.current.name}`);
  state.current = thread;
  if (thread.state === 'new') state.unprimed -= 1;
  try {
    const next = thread.task.next();
    thread.state = next.done ? 'ended' : 'live';
    thread.pending = next.done ? null : next.value;
    if (next.done) state.threads = state.threads.filter((each) => each !== thread);
  } finally {
    state.current = null;
  }
}

function canRun(thread: Running): boolean {
  return thread.pending === null || mayBeTaken(thread.pending);
}

/** Explored threads run up to their first step before anybody decides; that part touches nothing shared (XE-1). */
function prime(state: State): void {
  while (state.unprimed > 0) {
    for (const thread of state.threads) if (thread.state === 'new') proceed(state, thread);
  }
}

function enabledThreads(state: State): readonly Running[] {
  if (state.explored) prime(state);
  const { last, threads } = state;
  const list: Running[] = [];
  if (last !== null && last.state !== 'ended' && canRun(last)) list.push(last);
  for (const thread of threads) if (thread !== last && canRun(thread)) list.push(thread);
  return list;
}

function take(state: State, thread: Running): void {
  if (thread.pending !== null) {
    thread.steps += 1;
    state.steps += 1;
    state.options.onStep?.(thread, thread.pending);
  }
  state.last = thread;
  proceed(state, thread);
}

function stepOnce(state: State): boolean {
  if (state.explored) prime(state);
  let next: Running | undefined;
  for (const thread of state.threads) {
    if (!canRun(thread)) continue;
    if (next !== undefined) {
      const list = enabledThreads(state); // only where there is a choice, which is seldom
      next = list[pick(state.options.chooser, list.length, 'thread')];
      break;
    }
    next = thread;
  }
  if (next === undefined) return false;
  take(state, next);
  return true;
}

function newObject(state: State, kind: string): string {
  if (state.current === null) {
    state.objectsOutside += 1;
    return `start/${kind}${state.objectsOutside}`;
  }
  state.current.objects += 1;
  return `${state.current.name}/${kind}${state.current.objects}`;
}
