import fc from 'fast-check';
import { startExecution } from '../explore/execution.ts';
import { type Exploration, explore } from '../explore/explore.ts';
import type { Problem } from '../explore/problem.ts';
import { replay } from '../explore/schedule.ts';
import { shrink } from '../explore/shrink.ts';
import { depthFirst } from '../explore/strategies/depth-first.ts';
import { dpor } from '../explore/strategies/dpor.ts';
import { pct, pos, randomly, uniform } from '../explore/strategies/random.ts';
import type { Strategy } from '../explore/strategy.ts';
import { swapRace } from '../explore/swap-race.ts';
import { createStepTable, type StepTable } from '../explore/visible-step.ts';
import { cpuMs } from './by-the-book.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const turns = 5;
const seeds = 101;
/** Executions of loom 0.5.6 in its most favourable encoding, by (writers, writes): quoted. */
const loomExecutions = [
  { writers: 2, writes: 1, executions: 5958, timesMin: 500 },
  { writers: 3, writes: 1, executions: 1_631_285, timesMin: 50_000 },
] as const;
/** Executions a second of shuttle 0.6.1 at (3,2) against those of fast-check's scheduler, where both were measured: quoted. */
const shuttleAgainstFastCheck = 8.6;

const visited = (table: StepTable): Strategy => depthFirst(table, { visited: true, sleep: true, preemptionsMax: null });
const explored = (problem: Problem, strategy: (table: StepTable) => Strategy, more = {}): Exploration =>
  explore(problem, { name: 'bench', strategy, ...more });

function figure(name: string, value: number, unit: string, wanted: 'at least' | 'at most', bound: number): Figure {
  const met = wanted === 'at least' ? value >= bound : value <= bound;
  const shown = value >= 100 ? value.toFixed(0) : value.toFixed(2);
  return { name: `explorer: ${name}`, value: `${shown} ${unit}`, wanted: `${wanted} ${bound} ${unit}`, met };
}

/** Target figures of exploration, on the reference problem: counts, rates as ratios in one run, and shrinking. */
export async function* exploration(): AsyncGenerator<Figure> {
  for (const { writers, writes, executions, timesMin } of loomExecutions) {
    const { counts } = explored(swapRace({ writers, writes }), dpor);
    const name = `executions of dpor at (${writers},${writes}), fewer than loom (quoted) by`;
    yield figure(name, executions / counts.executions, 'times', 'at least', timesMin);
  }
  for (const [writers, writes, disconnect, runsMax] of [
    [3, 2, false, 500] as const,
    [3, 4, false, 4000] as const,
    [3, 2, true, 5500] as const,
  ]) {
    const { counts } = explored(swapRace({ writers, writes, disconnect }), visited);
    const runs = counts.executions + counts.pruned + counts.blocked;
    yield figure(
      `runs of states at (${writers},${writes})${disconnect ? ' +disc' : ''}`,
      runs,
      'runs',
      'at most',
      runsMax,
    );
  }
  yield* findingFigures();
  yield* rateFigures();
}

function* findingFigures(): Generator<Figure> {
  const m5 = swapRace({ writers: 2, writes: 1, disconnect: true, variant: 'm5' });
  const campaign = (strategy: (table: StepTable) => Strategy): readonly Exploration[] =>
    Array.from({ length: seeds }, (_, seed) => explored(m5, strategy, { seed, limits: { executionsMax: 100_000 } }));
  const executions = (all: readonly Exploration[]): number => median(all.map(({ counts }) => counts.executions));
  const random = executions(campaign((table) => randomly(table, [uniform])));
  const withPriorities = campaign((table) => randomly(table, [pct(3)]));
  const best = Math.min(executions(withPriorities), executions(campaign((table) => randomly(table, [pos]))));
  yield figure('m5, median executions of the better of pct=3 and pos', best, 'executions', 'at most', 100);
  yield figure('m5, random needs more by', random / best, 'times', 'at least', 5);
  const shrunk = withPriorities.flatMap(({ findings }) =>
    findings.map(({ schedule, broken }) => shrink(m5, createStepTable(), schedule, broken.property)),
  );
  yield figure(
    'shrinking, median deviations',
    median(shrunk.map(({ deviations }) => deviations)),
    'deviations',
    'at most',
    2,
  );
  yield figure('shrinking, most replays', Math.max(...shrunk.map(({ replays }) => replays)), 'replays', 'at most', 500);
}

async function* rateFigures(): AsyncGenerator<Figure> {
  const problem = swapRace({ writers: 3, writes: 2 });
  const against: number[] = [];
  const toReplay: number[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    const from = cpuMs();
    const ours = explored(problem, (table) => randomly(table, [uniform]), { limits: { executionsMax: 20_000 } });
    const oursRate = ours.counts.executions / (cpuMs() - from);
    const theirRate = await fastCheckRate(200);
    const reducedRate = dporRate(problem);
    if (turn === 0) continue; // compiles
    against.push(oursRate / theirRate);
    toReplay.push(reducedRate / replayRate(problem));
  }
  yield figure(
    "random at (3,2), executions a second against fast-check's scheduler",
    median(against),
    'times',
    'at least',
    40,
  );
  yield figure(
    `the same against shuttle 0.6.1 (quoted: ${shuttleAgainstFastCheck} times fast-check's scheduler)`,
    median(against) / shuttleAgainstFastCheck,
    'times',
    'at least',
    5,
  );
  yield figure('dpor, steps a second against plain replay', median(toReplay), 'times', 'at least', 0.35);
}

/** Steps a millisecond of optimal DPOR, over and over: once is too short to be measured. */
function dporRate(problem: Problem): number {
  const from = cpuMs();
  let steps = 0;
  for (let time = 0; time < 20; time += 1) steps += explored(problem, dpor).counts.steps;
  return steps / (cpuMs() - from);
}

/** Steps a millisecond of one schedule, over and over. */
function replayRate(problem: Problem): number {
  const table = createStepTable();
  const first = startExecution(problem, table);
  for (let enabled = first.enabled(); enabled.length > 0; enabled = first.enabled()) first.take(enabled[0] as number);
  const from = cpuMs();
  const times = 2000;
  for (let time = 0; time < times; time += 1) replay(problem, table, first.taken);
  return (times * first.taken.length) / (cpuMs() - from);
}

/** Executions a millisecond of the same problem, (3,2), written by the book for fast-check's scheduler. */
async function fastCheckRate(numRuns: number): Promise<number> {
  const from = cpuMs();
  await fc.assert(fc.asyncProperty(fc.scheduler(), swapRaceByTheBook), { numRuns });
  return numRuns / (cpuMs() - from);
}

async function swapRaceByTheBook(scheduler: fc.Scheduler): Promise<void> {
  const step = (): Promise<void> => scheduler.schedule(Promise.resolve());
  let held: Promise<void> | null = null;
  let give = (): void => undefined;
  const lock = async (): Promise<void> => {
    await step();
    while (held !== null) await held;
    held = new Promise((resolve) => {
      give = () => {
        held = null;
        resolve();
      };
    });
  };
  const unlock = async (): Promise<void> => {
    await step();
    give();
  };
  let pointer = 0;
  let schedule = (): void => undefined;
  const scheduled = new Promise<void>((resolve) => {
    schedule = resolve;
  });
  const bytes = [0, 0];
  const alive = [true, false];
  const writer = async (): Promise<void> => {
    for (let count = 0; count < 2; count += 1) {
      await lock();
      await step();
      const to = pointer;
      await step();
      if (alive[to] !== true) throw new Error('P1');
      bytes[to] = (bytes[to] ?? 0) + 1;
      await unlock();
    }
  };
  const mainLoop = async (): Promise<void> => {
    await scheduled;
    for (let look = 0; look < 3; look += 1) await step();
    await lock();
    await step();
    pointer = 1;
    await step();
    await step();
    await unlock();
    await step();
    alive[0] = false;
  };
  const command = async (): Promise<void> => {
    await step();
    alive[1] = true;
    await step();
    schedule();
  };
  const all = Promise.all([writer(), writer(), writer(), mainLoop(), command()]);
  await scheduler.waitFor(all);
  if ((bytes[0] ?? 0) + (bytes[1] ?? 0) !== 6) throw new Error('P2');
}
