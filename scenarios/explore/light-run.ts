import { type Chooser, ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { Thread } from '../../sut/runtime/scheduler.ts';
import type { Stream } from '../../sut/runtime/seeded.ts';
import { mayBeTaken } from '../../sut/runtime/step.ts';
import type { Turn } from './execution.ts';
import type { Problem } from './problem.ts';

/** What a run came to of which nothing is kept but who went. `ended`: nobody could go on; `cut`: it took too many steps. */
export type LightRun = {
  readonly how: 'ended' | 'cut' | 'broken';
  readonly steps: number;
  /** The schedule, to be run again in an execution that keeps everything. */
  readonly turns: () => readonly Turn[];
};

const none: readonly number[] = [];
/** Used by one run after the other. */
const ready: Thread[] = [];

/**
 * One run that lets any thread go that can, each as likely. A third of what an execution costs that keeps its steps: in
 * most random runs nothing breaks, and nobody looks at them. `draw`: decides data choices.
 */
export function runLightly(
  problem: Problem,
  stream: Stream,
  draw: (count: number) => number,
  depthMax: number,
): LightRun {
  const went: number[] = [];
  let choices: (number[] | undefined)[] | null = null;
  const chooser: Chooser = {
    choose(count): number {
      const choice = draw(count);
      choices ??= [];
      const at = went.length - 1;
      const those = choices[at] ?? [];
      those.push(choice);
      choices[at] = those;
      return choice;
    },
  };
  const world = problem.start(chooser);
  const { scheduler } = world;
  let threads: readonly Thread[] = [];
  let how: LightRun['how'] = 'ended';
  for (;;) {
    if (scheduler.threads !== threads) {
      if (scheduler.threads.some(({ state }) => state === 'new')) scheduler.enabled(); // to their first steps
      threads = scheduler.threads;
    }
    const count = noteReady(threads);
    if (count === 0) break;
    if (went.length >= depthMax) {
      how = 'cut';
      break;
    }
    const next = ready[stream.below(count)] as Thread;
    went.push(next.index);
    try {
      scheduler.resume(next);
    } catch (error) {
      if (error instanceof ReplayDiverged) throw error;
      how = 'broken';
      break;
    }
    if (world.check() !== null) {
      how = 'broken';
      break;
    }
  }
  if (how === 'ended' && world.end() !== null) how = 'broken';
  return {
    how,
    steps: went.length,
    turns: () => went.map((thread, at) => ({ thread, data: choices?.[at] ?? none })),
  };
}

/** Puts those that can go into `ready`, and says how many they are. */
function noteReady(threads: readonly Thread[]): number {
  let count = 0;
  for (let at = 0; at < threads.length; at += 1) {
    const thread = threads[at] as Thread;
    const { pending } = thread;
    if (pending !== null && !mayBeTaken(pending)) continue;
    ready[count] = thread;
    count += 1;
  }
  return count;
}
