import { startExecution, type Turn } from './execution.ts';
import type { Problem } from './problem.ts';
import { type Asleep, type DepthFirst, nextData, ordered, stillAsleep } from './strategies/depth-first.ts';
import type { StrategyPlan } from './strategies.ts';
import type { Saved, SavedFrame } from './strategy.ts';
import { createStepTable, type StepData, type StepTable } from './visible-step.ts';

/** The beginning of many schedules. `steps`: what each of its turns is. */
type Beginning = {
  readonly frames: readonly SavedFrame[];
  readonly steps: readonly StepData[];
  readonly over: boolean;
};

const piecesWanted = 24;
const depthMax = 12;
const runsOfPiece = 100;

/**
 * Cuts the space of a problem into pieces that know nothing of each other and cover it together, in the order in which
 * one search would come to them. How it is cut depends on problem and strategy alone. `runsMax`: of random strategies.
 */
export function piecesOf(problem: Problem, plan: StrategyPlan, runsMax: number): readonly Saved[] {
  switch (plan.kind) {
    case 'random':
      return Array.from({ length: Math.ceil(runsMax / runsOfPiece) }, (_, at): Saved => {
        return { kind: 'runs', next: at * runsOfPiece, to: Math.min(runsMax, (at + 1) * runsOfPiece) };
      });
    case 'depth first':
      return beginnings(problem, plan).map(({ frames }) => ({ kind: 'depth first', frames, visited: [] }));
    case 'dpor':
      return beginnings(problem, { visited: false, sleep: true, preemptionsMax: null }).map(dporPiece);
  }
}

/** Every branch of these nodes has a piece of its own, so no race needs to be reversed there. */
function dporPiece({ frames, steps }: Beginning): Saved {
  const nodes = frames.map(({ asleep, turn }, depth) => {
    const step = steps[depth];
    if (step === undefined) throw new Error('a beginning with a turn that has no step');
    return { fixed: true, asleep, branches: [{ ...turn, step, children: [] }] };
  });
  return { kind: 'dpor', nodes };
}

/** Goes one step deeper until there are enough. */
function beginnings(problem: Problem, options: DepthFirst): readonly Beginning[] {
  const table = createStepTable();
  let all: readonly Beginning[] = [{ frames: [], steps: [], over: false }];
  for (let depth = 0; depth < depthMax && all.length < piecesWanted; depth += 1) {
    if (all.every(({ over }) => over)) break;
    all = all.flatMap((each) => (each.over ? [each] : longer(problem, table, options, each)));
  }
  return all;
}

/** All beginnings with one step more; itself when there is none. */
function longer(problem: Problem, table: StepTable, options: DepthFirst, beginning: Beginning): readonly Beginning[] {
  const at = follow(problem, table, options, beginning);
  const { execution, asleep, last, preemptions } = at;
  const enabled = execution.enabled();
  if (execution.broken !== null || enabled.length === 0) return [{ ...beginning, over: true }];
  const { preemptionsMax } = options;
  const mayPreempt = preemptionsMax === null || preemptions < preemptionsMax || !enabled.includes(last);
  const allowed = mayPreempt ? enabled : [last];
  const found: Beginning[] = [];
  const sleeping = new Map(asleep);
  for (const thread of ordered(
    allowed.filter((each) => !asleep.has(each)),
    last,
  )) {
    const step = execution.pending(thread);
    if (step === null) continue;
    const steps = [...beginning.steps, step.data];
    for (let data: readonly number[] | null = []; data !== null; ) {
      const trial = follow(problem, table, options, beginning).execution.take(thread, data);
      const turn: Turn = { thread, data: trial.data };
      const frame: SavedFrame = { fixed: true, asleep: [...sleeping.keys()], toTry: [], turn };
      found.push({ frames: [...beginning.frames, frame], steps, over: false });
      data = nextData(trial);
    }
    if (options.sleep) sleeping.set(thread, step);
  }
  if (found.length === 0) return [{ ...beginning, over: true }]; // everybody sleeps
  return found;
}

function follow(problem: Problem, table: StepTable, { sleep }: DepthFirst, { frames }: Beginning) {
  const execution = startExecution(problem, table);
  let asleep: Asleep = new Map();
  let last = -1;
  let preemptions = 0;
  for (const { asleep: threads, turn } of frames) {
    const here = new Map(
      threads.flatMap((thread) => {
        const step = execution.pending(thread);
        return step === null ? [] : [[thread, step] as const];
      }),
    );
    if (last >= 0 && turn.thread !== last && execution.enabled().includes(last)) preemptions += 1;
    const { step } = execution.take(turn.thread, turn.data);
    asleep = sleep ? stillAsleep(table, here, step, turn.thread) : new Map();
    last = turn.thread;
  }
  return { execution, asleep, last, preemptions };
}

/** The states that all schedules pass before they come to a piece. */
export function statesBefore(problem: Problem, plan: StrategyPlan, pieces: readonly Saved[]): ReadonlySet<string> {
  const met = new Set<string>();
  if (plan.kind !== 'depth first' || !plan.visited) return met;
  const table = createStepTable();
  for (const piece of pieces) {
    if (piece.kind !== 'depth first') continue;
    const execution = startExecution(problem, table);
    let last = -1;
    let preemptions = 0;
    for (const { turn } of piece.frames) {
      const digest = execution.digest();
      met.add(plan.preemptionsMax === null ? digest : `${digest}|${last},${preemptions}`);
      if (last >= 0 && turn.thread !== last && execution.enabled().includes(last)) preemptions += 1;
      execution.take(turn.thread, turn.data);
      last = turn.thread;
    }
  }
  return met;
}
