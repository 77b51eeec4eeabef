import type { Chooser } from '../../sut/runtime/chooser.ts';
import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { Thread } from '../../sut/runtime/scheduler.ts';
import { mayBeTaken } from '../../sut/runtime/step.ts';
import { type CausalDigest, createCausalDigest } from './causal-digest.ts';
import type { Broken, Problem, World } from './problem.ts';
import type { StepTable, VisibleStep } from './visible-step.ts';

/** One entry of a schedule: who took a step, and the data choices that fell in it. */
export type Turn = { readonly thread: number; readonly data: readonly number[] };

/** What happened in one turn. `counts`: how many options each data choice had. */
export type Taken = Turn & { readonly step: VisibleStep; readonly counts: readonly number[] };

/** One run of a problem, driven step by step. Threads are numbers in the order of their creation. */
export type Execution = {
  readonly taken: readonly Taken[];
  /** The first property that broke, and after how many steps. */
  readonly broken: (Broken & { readonly at: number }) | null;
  /** Threads that can take their next step, by number. */
  enabled(): readonly number[];
  /** What a thread does next; null once it has ended. */
  pending(thread: number): VisibleStep | null;
  /** Threads so far. */
  readonly threads: number;
  name(thread: number): string;
  /**
   * One step; `data` are its data choices, `draw` decides where they run out (default: the first option). Throws
   * ReplayDiverged when the thread cannot run.
   */
  take(thread: number, data?: readonly number[], draw?: (count: number) => number): Taken;
  /**
   * Takes a step again that another execution took after the same steps; `enabled` is who could go on then, and not looked
   * for. Throws ReplayDiverged when the thread stands elsewhere or cannot run. Source: XF-3.
   */
  follow(known: Taken, enabled: readonly number[]): void;
  /** Asks the properties of the end. Call it when nobody is enabled. */
  finish(): void;
  /** How far changes of backends came, as the problem tells it. */
  readonly swaps: NonNullable<World['swaps']>;
  /** Digest of the state: shared state and every thread's place. Source: XE-9. */
  digest(): string;
};

const none: readonly number[] = [];
const noSwaps: Execution['swaps'] = [];

type Used = { readonly choice: number; readonly count: number };

function withData(thread: number, step: VisibleStep, used: readonly Used[]): Taken {
  return { thread, step, data: used.map(({ choice }) => choice), counts: used.map(({ count }) => count) };
}

/** Starts a problem. Threads stand before their first steps. */
export function startExecution(problem: Problem, table: StepTable): Execution {
  let data: readonly number[] = [];
  let draw: ((count: number) => number) | undefined;
  let used: Used[] = [];
  const chooser: Chooser = {
    choose(count: number, what: string): number {
      const choice = data[used.length] ?? draw?.(count) ?? 0;
      if (choice >= count) throw new ReplayDiverged(`data choice ${choice} of ${count} options (${what})`);
      used.push({ choice, count });
      return choice;
    },
  };
  const world = problem.start(chooser);
  const { scheduler, undeclared = null } = world;
  const all: Thread[] = [];
  let met = 0;
  const causal = world.digest === undefined ? createCausalDigest() : null;
  const taken: Taken[] = [];
  let digested = 0;
  let ready: readonly number[] = [];
  const note = (found: Broken | null): void => {
    if (found !== null && execution.broken === null) execution.broken = { ...found, at: taken.length };
  };
  const meet = (): void => {
    met = scheduler.created;
    for (const thread of scheduler.threads) if (thread.index >= all.length) all[thread.index] = thread;
    execution.threads = all.length;
  };
  const learn = (): void => {
    if (scheduler.created !== met) meet();
    ready = readyOf(scheduler.threads, ready);
  };
  const diverged = (thread: number): ReplayDiverged =>
    new ReplayDiverged(`diverged at step ${taken.length}: thread ${thread} cannot run`);
  // plain members: an accessor in a literal has a map of its own each time, which lives until the next full collection
  const execution: { -readonly [Key in keyof Execution]: Execution[Key] } = {
    taken,
    broken: null,
    threads: 0,
    swaps: world.swaps ?? noSwaps,
    enabled: () => ready,
    pending(thread: number): VisibleStep | null {
      const step = all[thread]?.pending ?? null;
      return step === null ? null : table.seen(step, undeclared);
    },
    name: (thread) => all[thread]?.name ?? `thread ${thread}`,
    take(thread: number, wanted: readonly number[] = [], drawn?: (count: number) => number): Taken {
      const running = all[thread];
      const step = running?.pending ?? null;
      if (running === undefined || step === null || !ready.includes(thread)) {
        throw diverged(thread);
      }
      data = wanted;
      draw = drawn;
      if (used.length > 0) used = [];
      const seen = table.seen(step, undeclared);
      try {
        scheduler.resume(running);
      } catch (error) {
        if (error instanceof ReplayDiverged) throw error;
        note({ property: 'error', text: error instanceof Error ? error.message : String(error), clauses: [] });
      }
      const turn = used.length === 0 ? { thread, step: seen, data: none, counts: none } : withData(thread, seen, used);
      taken.push(turn);
      const found = world.check();
      if (found !== null) note(found);
      learn();
      return turn;
    },
    follow(known: Taken, enabled: readonly number[]): void {
      const running = all[known.thread];
      const step = running?.pending ?? null;
      if (running === undefined || step === null || table.seen(step, undeclared) !== known.step) {
        throw diverged(known.thread);
      }
      data = known.data;
      draw = undefined;
      if (used.length > 0) used = [];
      scheduler.resume(running);
      taken.push(known);
      const found = world.check();
      if (found !== null) note(found);
      if (scheduler.created !== met) meet();
      ready = enabled;
    },
    finish: () => note(world.end()),
    digest(): string {
      if (causal !== null) {
        for (const { thread, step, data: choices } of taken.slice(digested)) causal.add(thread, step, choices);
        digested = taken.length;
      }
      return digestOf(world, all, causal);
    },
  };
  scheduler.enabled(); // takes them to their first steps
  learn();
  return execution;
}

/** Who can go on. While it is the same as `before`, it is the same list. */
function readyOf(threads: readonly Thread[], before: readonly number[]): readonly number[] {
  let list: number[] | null = null;
  let count = 0;
  for (let at = 0; at < threads.length; at += 1) {
    const { index, pending } = threads[at] as Thread;
    if (pending !== null && !mayBeTaken(pending)) continue;
    if (list !== null) list.push(index);
    else if (before[count] === index) count += 1;
    else {
      list = before.slice(0, count);
      list.push(index);
    }
  }
  return list ?? (count === before.length ? before : before.slice(0, count));
}

function digestOf(world: World, all: readonly Thread[], causal: CausalDigest | null): string {
  if (world.digest === undefined) return causal?.digest() ?? '';
  let text = world.digest();
  for (const { steps, observation, state } of all) text += `;${state === 'ended' ? 'e' : steps},${observation}`;
  return text;
}
