import { Worker } from 'node:worker_threads';
import { jobFile } from './explore-in-pieces.ts';
import type { FromExplorer, ToExplorer } from './explorer-messages.ts';
import type { ProblemSpec } from './problems.ts';
import {
  type PlayedRound,
  playRound,
  type SavedSwarm,
  type Swarm,
  type SwarmOptions,
  type SwarmPlan,
  type SwarmRound,
  startSwarm,
} from './swarm.ts';

/** Who plays the rounds of a swarm. */
export type SwarmRunning = SwarmOptions & {
  /** Worker threads; absent: this thread. */
  readonly jobs?: number;
  readonly signal?: AbortSignal;
};

type Player = { play(round: SwarmRound): Promise<PlayedRound>; close(): void };

/**
 * Runs a swarm to its end, or to the end of a wave when the signal says so. The same with any number of threads. Rejects
 * when a thread breaks down.
 */
export async function runSwarm(
  spec: ProblemSpec,
  options: SwarmRunning,
  from?: SavedSwarm,
): Promise<{ readonly swarm: Swarm } | { readonly stopped: SavedSwarm }> {
  const course = startSwarm(spec, options, from);
  const { limits, seed, policies, jobs, signal } = options;
  const plan: SwarmPlan = { limits, seed, policies };
  const players = jobs === undefined ? [ownThread(spec, plan)] : Array.from({ length: jobs }, () => thread(spec, plan));
  try {
    for (let stands = course.saved(); ; stands = course.saved()) {
      const wave = course.plan();
      if (wave.length === 0) return { swarm: course.result() };
      const played: PlayedRound[] = [];
      let next = 0;
      const work = async (player: Player): Promise<void> => {
        for (let at = next++; at < wave.length && signal?.aborted !== true; at = next++) {
          played[at] = await player.play(wave[at] as SwarmRound);
        }
      };
      await Promise.all(players.map(work));
      if (signal?.aborted === true) return { stopped: stands };
      course.take(wave, played);
    }
  } finally {
    for (const player of players) player.close();
  }
}

/** This thread, whose event loop turns between rounds. */
function ownThread(spec: ProblemSpec, plan: SwarmPlan): Player {
  return {
    async play(round): Promise<PlayedRound> {
      const played = playRound(spec, plan, round);
      await new Promise((resolve) => setImmediate(resolve));
      return played;
    },
    close: () => undefined,
  };
}

function thread(spec: ProblemSpec, plan: SwarmPlan): Player {
  const worker = new Worker(jobFile, { execArgv: [] });
  let settle: { resolve(played: PlayedRound): void; reject(error: Error): void } | undefined;
  let failed: Error | undefined;
  const fail = (error: Error): void => {
    failed ??= error;
    settle?.reject(error);
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`a thread that explores ended with code ${code}`)));
  worker.on('message', (message: FromExplorer) => {
    if (message.say === 'played') settle?.resolve(message.played);
    else if (message.say === 'broken') fail(new Error(message.message));
  });
  return {
    play: (round) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (failed !== undefined) return reject(failed);
        worker.postMessage({ say: 'round', spec, plan, round } satisfies ToExplorer);
      }),
    close: () => void worker.terminate(),
  };
}
