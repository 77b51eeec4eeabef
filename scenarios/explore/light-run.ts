import { type Chooser, ReplayDiverged } from '../../sut/runtime/chooser.ts';
import type { Thread } from '../../sut/runtime/scheduler.ts';
import type { Stream } from '../../sut/runtime/seeded.ts';
import { mayBeTaken } from '../../sut/runtime/step.ts';
import type { Turn } from './execution.ts';
import type { Problem, World } from './problem.ts';

/** What a run came to of which nothing is kept but who went. `ended`: nobody could go on; `cut`: it took too many steps. */
export type LightRun = {
  readonly how: 'ended' | 'cut' | 'broken';
  readonly steps: number;
  /** The schedule, to be run again in an execution that keeps everything. */
  readonly turns: () => readonly Turn[];
};

const none: readonly number[] = [];
/** Places in the list of threads; used by one run after the other, as what follows. No threads: to keep young objects in old ones costs more. */
const ready: number[] = [];
const went: number[] = [];

/**
 * One run that lets any thread go that can, each as likely. A fraction of what an execution costs that keeps its steps: in
 * most random runs nothing breaks, and nobody looks at them. `draw`: decides data choices. `turns` of it is to be asked
 * before the next run.
 */
export function runLightly(
  problem: Problem,
  stream: Stream,
  draw: (count: number) => number,
  depthMax: number,
): LightRun {
  const noted: Noted = { steps: 0, choices: null };
  const world = problem.start(chooserOf(noted, draw));
  const how = goOn(world, stream, depthMax, noted);
  return { how, steps: noted.steps, turns: () => turnsOf(noted) };
}

type Noted = { steps: number; choices: (number[] | undefined)[] | null };

function chooserOf(noted: Noted, draw: (count: number) => number): Chooser {
  return {
    choose(count): number {
      const choice = draw(count);
      noted.choices ??= [];
      const at = noted.steps - 1;
      const those = noted.choices[at] ?? [];
      those.push(choice);
      noted.choices[at] = those;
      return choice;
    },
  };
}

function turnsOf({ steps, choices }: Noted): readonly Turn[] {
  return went.slice(0, steps).map((thread, at) => ({ thread, data: choices?.[at] ?? none }));
}

function goOn(world: World, stream: Stream, depthMax: number, noted: Noted): LightRun['how'] {
  const { scheduler } = world;
  const { threads } = scheduler;
  scheduler.enabled(); // to their first steps
  for (let steps = 0; ; steps += 1) {
    const count = noteReady(threads);
    if (count === 0) return world.end() === null ? 'ended' : 'broken';
    if (steps >= depthMax) return 'cut';
    const next = threads[ready[stream.below(count)] as number] as Thread;
    went[steps] = next.index;
    noted.steps = steps + 1;
    try {
      scheduler.resume(next);
    } catch (error) {
      if (error instanceof ReplayDiverged) throw error;
      return 'broken';
    }
    if (world.check() !== null) return 'broken';
  }
}

/** Puts the places of those that can go into `ready`, and says how many they are. */
function noteReady(threads: readonly Thread[]): number {
  let count = 0;
  for (let at = 0; at < threads.length; at += 1) {
    const { pending } = threads[at] as Thread;
    if (pending !== null && !mayBeTaken(pending)) continue;
    ready[count] = at;
    count += 1;
  }
  return count;
}
