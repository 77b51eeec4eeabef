import type { Execution, Taken } from '../execution.ts';
import { type Moment, racesOf } from '../races.ts';
import { isExhausted, type Search, type Strategy } from '../strategy.ts';
import type { StepTable, VisibleStep } from '../visible-step.ts';
import { type Branch, beginsWith, type Event, insertSequence } from '../wakeup-tree.ts';
import { nextData } from './depth-first.ts';

/** A state on the way down: which threads sleep, and the branches still to be explored, the current one first. */
type Node = {
  readonly enabled: readonly number[];
  readonly asleep: Map<number, VisibleStep>;
  readonly branches: Branch[];
  taken: Taken | null;
};

/**
 * Optimal dynamic partial order reduction by re-execution: source sets, sleep sets and wakeup trees. Each trace (the
 * schedules that differ in the order of independent steps alone) is executed once. Data choices are part of a step: all
 * are tried before a thread falls asleep. Source: XS-1 to XS-3; Abdulla, Aronis, Jonsson, Sagonas (POPL 2014).
 */
export function dpor(table: StepTable): Strategy {
  return function* (search): ReturnType<Strategy> {
    const nodes: Node[] = [];
    do {
      if (isExhausted(search)) return { complete: false };
      if (oneRun(search, table, nodes)) return { complete: false };
      yield;
    } while (backtrack(nodes));
    return { complete: search.counts.cut === 0 };
  };
}

/** Follows the current branches, then the wakeup tree, then anything. True: stop. */
function oneRun(search: Search, table: StepTable, nodes: Node[]): boolean {
  const execution = search.start();
  for (let depth = 0; ; depth += 1) {
    let node = nodes[depth];
    if (node === undefined) {
      const enabled = execution.enabled();
      if (execution.broken !== null || enabled.length === 0) {
        insertRaces(table, nodes, execution);
        return search.over(execution, 'ended');
      }
      if (depth >= search.limits.depthMax) {
        insertRaces(table, nodes, execution);
        return search.over(execution, 'cut');
      }
      const parent = nodes[depth - 1];
      node = {
        enabled,
        asleep: parent === undefined ? new Map() : stillAsleep(table, parent),
        branches: [...(parent?.branches[0]?.children ?? [])],
        taken: null,
      };
      if (node.branches.length === 0) {
        const free = freeBranch(execution, node, parent);
        if (free === null) return search.over(execution, 'blocked');
        node.branches.push(free);
      }
      nodes.push(node);
    }
    const branch = node.branches[0] as Branch;
    if (!execution.enabled().includes(branch.thread)) {
      node.taken = null;
      nodes.length = depth + 1;
      return search.over(execution, 'blocked');
    }
    node.taken = execution.take(branch.thread, branch.data);
  }
}

/** Any thread that does not sleep, the running one first. */
function freeBranch(execution: Execution, node: Node, parent: Node | undefined): Branch | null {
  const last = parent?.taken?.thread ?? -1;
  const awake = node.enabled.filter((thread) => !node.asleep.has(thread));
  const thread = awake.includes(last) ? last : awake[0];
  const step = thread === undefined ? null : execution.pending(thread);
  return thread === undefined || step === null ? null : { thread, step, data: [], children: [] };
}

function stillAsleep(table: StepTable, { asleep, taken }: Node): Map<number, VisibleStep> {
  if (taken === null) return new Map();
  return new Map([...asleep].filter(([thread, step]) => thread !== taken.thread && !table.conflict(step, taken.step)));
}

/** For each race, the sequence that reverses it goes into the tree of the state before, unless a sleeper covers it. */
function insertRaces(table: StepTable, nodes: readonly Node[], execution: Execution): void {
  const moments = execution.taken.map((turn, at): Moment => ({ ...turn, enabled: nodes[at]?.enabled ?? [] }));
  for (const { earlier, reversed } of racesOf(moments, waitingThreads(execution))) {
    const node = nodes[earlier];
    if (node === undefined) continue;
    const isCovered = [...node.asleep].some(([thread, step]) => beginsWithThread(table, reversed, thread, step));
    if (!isCovered) insertSequence(table, node.branches, reversed);
  }
}

/** A sleeping thread was tried with all its data. */
function beginsWithThread(table: StepTable, sequence: readonly Event[], thread: number, step: VisibleStep): boolean {
  const data = sequence.find((event) => event.thread === thread)?.data ?? [];
  return beginsWith(table, sequence, { thread, step, data });
}

/** Threads that stand at a step they cannot take. */
function waitingThreads(execution: Execution): readonly Event[] {
  const waiting: Event[] = [];
  const enabled = execution.enabled();
  for (let thread = 0; thread < execution.threads; thread += 1) {
    const step = execution.pending(thread);
    if (step !== null && !enabled.includes(thread)) waiting.push({ thread, step, data: [] });
  }
  return waiting;
}

/** The deepest state with something left goes on with it; those below are dropped. False: nothing is left. */
function backtrack(nodes: Node[]): boolean {
  for (let node = nodes.at(-1); node !== undefined; node = nodes.at(-1)) {
    const done = node.branches.shift() as Branch;
    const data = node.taken === null ? null : nextData(node.taken);
    if (data !== null) {
      node.branches.unshift({ ...done, data, children: [] });
      node.taken = null;
      return true;
    }
    node.asleep.set(done.thread, done.step);
    node.taken = null;
    if (node.branches.length > 0) return true;
    nodes.pop();
  }
  return false;
}
