import { parentPort } from 'node:worker_threads';
import { createExplorer, type Exploration, type Explorer, type Stopped } from './explore.ts';
import { type Assignment, countersEach, type FromExplorer, flag, type ToExplorer } from './explorer-messages.ts';
import { problemOf } from './problems.ts';
import { strategyOf } from './strategies.ts';
import { playRound } from './swarm.ts';

/** The far end of a thread that explores: one problem and strategy, one piece at a time. */
type Work = { readonly assignment: Assignment; readonly explorer: Explorer; states: string[] };
let work: Work | undefined;

const answer = (message: FromExplorer): void => parentPort?.postMessage(message);

function begin(assignment: Assignment): void {
  const { problem, plan, limits, seed, worker, counters, flags } = assignment;
  let runs = 0;
  const explorer = createExplorer(problemOf(problem), {
    name: plan.kind,
    strategy: (table) => strategyOf(plan, table),
    limits,
    seed,
    onMet: (digest) => void work?.states.push(digest),
    onProgress(counts): void {
      runs += 1;
      Atomics.add(flags, flag.runs, 1);
      counters.set([runs, counts.states, counts.steps], worker * countersEach);
    },
  });
  work = { assignment, explorer, states: [] };
}

function explorePiece(
  { assignment: { flags, limits }, explorer, states }: Work,
  index: number,
  from: Stopped,
): FromExplorer {
  const running = explorer.run(from);
  for (;;) {
    const { done, value } = running.next();
    if (done) return { say: 'done', index, exploration: value, states };
    if (Atomics.load(flags, flag.lastWanted) < index) return { say: 'left', index };
    if (Atomics.load(flags, flag.stop) !== 0) return { say: 'stopped', index, stopped: explorer.stopped(), states };
    if (Atomics.load(flags, flag.runs) >= limits.executionsMax) {
      return { say: 'done', index, exploration: cutShort(explorer.stopped()), states };
    }
  }
}

function cutShort({ counts, findings, elapsedMs }: Stopped): Exploration {
  return { strategy: '', counts, findings, elapsedMs, complete: false };
}

parentPort?.on('message', (message: ToExplorer) => {
  try {
    if (message.say === 'begin') return begin(message.assignment);
    if (message.say === 'round')
      return answer({ say: 'played', played: playRound(message.spec, message.plan, message.round) });
    if (work === undefined) throw new Error('a piece came before there was anything to explore');
    work.states = [];
    answer(explorePiece(work, message.index, message.from));
  } catch (error) {
    answer({ say: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
