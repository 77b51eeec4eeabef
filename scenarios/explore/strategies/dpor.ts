import type { Execution, Taken } from '../execution.ts';
import { createRaceFinder, type Race, type RaceFinder } from '../races.ts';
import { isExhausted, type Saved, type SavedBranch, type Search, type Strategy } from '../strategy.ts';
import type { StepTable, VisibleStep } from '../visible-step.ts';
import { type Branch, type Event, insertSequence } from '../wakeup-tree.ts';
import { nextData } from './depth-first.ts';

/**
 * A state on the way down: which threads sleep, and the branches still to be explored, the current one first. `fixed`:
 * somebody else sees to every other branch.
 */
type Node = {
  readonly fixed: boolean;
  readonly enabled: readonly number[];
  asleep: ReadonlyMap<number, VisibleStep>;
  readonly branches: Branch[];
  taken: Taken | null;
};

/** `common`: how many steps all executions have had in common since races were last looked for. */
type Races = { readonly finder: RaceFinder; common: number };

/**
 * Optimal dynamic partial order reduction by re-execution: source sets, sleep sets and wakeup trees. Each trace (the
 * schedules that differ in the order of independent steps alone) is executed once. Data choices are part of a step: all
 * are tried before a thread falls asleep. Source: XS-1 to XS-3; Abdulla, Aronis, Jonsson, Sagonas (POPL 2014).
 */
export function dpor(table: StepTable): Strategy {
  return function* (search): ReturnType<Strategy> {
    const nodes: Node[] = [];
    const races: Races = { finder: createRaceFinder(), common: 0 };
    if (search.from?.kind === 'dpor') takeUp(search, table, search.from, nodes);
    search.savedBy(() => saved(nodes));
    for (;;) {
      if (isExhausted(search)) return { complete: false };
      if (oneRun(search, table, nodes, races)) return { complete: false };
      if (!backtrack(nodes)) return { complete: search.counts.cut === 0 };
      yield;
    }
  };
}

function saved(nodes: readonly Node[]): Saved {
  const kept = ({ thread, data, step, children }: Branch): SavedBranch => {
    return { thread, data, step: step.data, children: children.map(kept) };
  };
  return {
    kind: 'dpor',
    nodes: nodes.map(({ fixed, asleep, branches }) => {
      return { fixed, asleep: [...asleep.keys()], branches: branches.map(kept) };
    }),
  };
}

/** Goes down to where the earlier search stood; who slept there had the step before them that they have now. */
function takeUp(search: Search, table: StepTable, from: Extract<Saved, { kind: 'dpor' }>, nodes: Node[]): void {
  const known = ({ thread, data, step, children }: SavedBranch): Branch => {
    return { thread, data, step: table.known(step), children: children.map(known) };
  };
  const execution = search.start();
  for (const [depth, { fixed, asleep, branches }] of from.nodes.entries()) {
    const sleeping = asleep.flatMap((thread) => {
      const step = execution.pending(thread);
      return step === null ? [] : [[thread, step] as const];
    });
    const [first] = branches;
    const isLast = depth === from.nodes.length - 1 || first === undefined;
    const enabled = execution.enabled();
    const taken = isLast ? null : execution.take(first.thread, first.data);
    nodes.push({ fixed, enabled, asleep: new Map(sleeping), branches: branches.map(known), taken });
  }
}

const nobody: ReadonlyMap<number, VisibleStep> = new Map();

/** Follows the current branches, then the wakeup tree, then anything. True: stop. */
function oneRun(search: Search, table: StepTable, nodes: Node[], races: Races): boolean {
  const execution = search.start();
  races.common = Math.min(races.common, Math.max(0, nodes.length - 1)); // the deepest node has changed
  const insert = (): void => insertRaces(table, nodes, execution, races);
  const from = followNodes(execution, nodes);
  for (let depth = from; ; depth += 1) {
    let node = nodes[depth];
    if (node === undefined) {
      const enabled = execution.enabled();
      if (execution.broken !== null || enabled.length === 0) {
        insert();
        if (execution.broken !== null && enabled.length > 0) insertOthers(execution, nodes[depth - 1]);
        return search.over(execution, 'ended');
      }
      if (depth >= search.limits.depthMax) {
        insert();
        return search.over(execution, 'cut');
      }
      const parent = nodes[depth - 1];
      const asleep = parent === undefined ? nobody : stillAsleep(table, parent);
      const wanted = parent?.branches[0]?.children ?? none;
      const free = wanted.length > 0 ? null : freeBranch(execution, enabled, asleep, parent);
      if (wanted.length === 0 && free === null) {
        insert();
        return search.over(execution, 'blocked');
      }
      // never emptied and filled again: such lists get memory for many
      node = { fixed: false, enabled, asleep, branches: free === null ? [...wanted] : [free], taken: null };
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

/** Down to the deepest node: what is above was taken before. Gives its depth. */
function followNodes(execution: Execution, nodes: readonly Node[]): number {
  for (let depth = 0; ; depth += 1) {
    const taken = nodes[depth]?.taken ?? null;
    const next = nodes[depth + 1];
    if (taken === null || next === undefined) return depth;
    execution.follow(taken, next.enabled);
  }
}

const none: readonly Branch[] = [];

/** Any thread that does not sleep, the running one first. */
function freeBranch(
  execution: Execution,
  enabled: readonly number[],
  asleep: ReadonlyMap<number, VisibleStep>,
  parent: Node | undefined,
): Branch | null {
  const last = parent?.taken?.thread ?? -1;
  const awake = asleep.size === 0 ? enabled : enabled.filter((thread) => !asleep.has(thread));
  const thread = awake.includes(last) ? last : awake[0];
  const step = thread === undefined ? null : execution.pending(thread);
  return thread === undefined || step === null ? null : { thread, step, data: [], children: [] };
}

function stillAsleep(table: StepTable, { asleep, taken }: Node): ReadonlyMap<number, VisibleStep> {
  if (taken === null || asleep.size === 0) return nobody;
  const still = new Map<number, VisibleStep>();
  for (const [thread, step] of asleep) {
    if (thread !== taken.thread && !table.conflict(step, taken.step)) still.set(thread, step);
  }
  return still;
}

/** For each race, the sequence that reverses it goes into the tree of the state before, unless a sleeper covers it. */
function insertRaces(table: StepTable, nodes: readonly Node[], execution: Execution, races: Races): void {
  const enabledAt = (at: number): readonly number[] => nodes[at]?.enabled ?? [];
  const searched = { taken: execution.taken, enabledAt, waiting: waitingThreads(execution) };
  const { finder } = races;
  const found = finder.find(searched, races.common);
  races.common = Number.MAX_SAFE_INTEGER;
  for (const race of found) {
    if (race.coveredAt !== null) continue;
    const node = nodes[race.earlier];
    if (node === undefined || node.fixed) continue;
    if (nodes[0]?.fixed === true) insertInitial(table, node, finder.reversed(race));
    else if (!isCovered(table, node, finder, race)) insertSequence(table, node.branches, finder.reversed(race));
  }
}

/**
 * In a piece of a space, what sleeps from above was seen by others, who insert nothing here: what a sequence begins with
 * must be tried, unless a thread that can begin it is among those tried or asleep. No wakeup trees: some executions end
 * blocked. Source: the same, source sets.
 */
function insertInitial(table: StepTable, { branches, asleep }: Node, sequence: readonly Event[]): void {
  const canBegin = (thread: number): boolean => {
    const at = sequence.findIndex((event) => event.thread === thread);
    const its = sequence[at];
    return its !== undefined && sequence.slice(0, at).every(({ step }) => !table.conflict(step, its.step));
  };
  if ([...asleep.keys()].some(canBegin) || branches.some(({ thread }) => canBegin(thread))) return;
  const [first] = sequence;
  if (first !== undefined) branches.push({ ...first, data: [], children: [] });
}

/** A sleeper can begin it, who was tried with all its data; or a branch can, behind which anything may follow. */
function isCovered(table: StepTable, { asleep, branches }: Node, finder: RaceFinder, race: Race): boolean {
  for (const [thread, step] of asleep) {
    const at = finder.begins(table, race, { thread, step }, null);
    if (at < 0) continue;
    race.coveredAt = at;
    return true;
  }
  for (const branch of branches) {
    const at = finder.begins(table, race, branch, branch.data);
    if (at < 0) continue;
    if (branch.children.length > 0) return false;
    race.coveredAt = at;
    return true;
  }
  return false;
}

/**
 * Where something breaks before the end, nobody sees what the others would have done: what breaks depends on everything,
 * so each of them goes first once.
 */
function insertOthers(execution: Execution, node: Node | undefined): void {
  if (node === undefined || node.fixed) return;
  for (const thread of node.enabled) {
    const step = execution.pending(thread);
    const isKnown = node.asleep.has(thread) || node.branches.some((branch) => branch.thread === thread);
    if (step !== null && !isKnown) node.branches.push({ thread, step, data: [], children: [] });
  }
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
    if (node.fixed) return false;
    const done = node.branches.shift() as Branch;
    const data = node.taken === null ? null : nextData(node.taken);
    if (data !== null) {
      node.branches.unshift({ ...done, data, children: [] });
      node.taken = null;
      return true;
    }
    if (node.branches.length > 0) {
      node.asleep = new Map(node.asleep).set(done.thread, done.step);
      node.taken = null;
      return true;
    }
    nodes.pop();
  }
  return false;
}
