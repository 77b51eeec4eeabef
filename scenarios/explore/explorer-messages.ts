import type { Exploration, Stopped } from './explore.ts';
import type { ProblemSpec } from './problems.ts';
import type { StrategyPlan } from './strategies.ts';
import type { Limits } from './strategy.ts';
import type { PlayedRound, SwarmPlan, SwarmRound } from './swarm.ts';

/** What a thread is to explore, one piece after the other. */
export type Assignment = {
  readonly problem: ProblemSpec;
  readonly plan: StrategyPlan;
  readonly limits: Limits;
  readonly seed: number;
  /** Which worker: its place in `counters`. */
  readonly worker: number;
  /** `flag` by place. */
  readonly flags: Int32Array<SharedArrayBuffer>;
  /** Executions, states and steps of each worker. */
  readonly counters: Float64Array<SharedArrayBuffer>;
};

/** Places in `Assignment.flags`: whether to stop; the last piece wanted; runs of all workers so far. */
export const flag = { stop: 0, lastWanted: 1, runs: 2 } as const;
/** Numbers of one worker in `Assignment.counters`. */
export const countersEach = 3;

/** To a thread that explores. */
export type ToExplorer =
  | { readonly say: 'begin'; readonly assignment: Assignment }
  | { readonly say: 'piece'; readonly index: number; readonly from: Stopped }
  /** Of a swarm; needs no beginning. */
  | { readonly say: 'round'; readonly spec: ProblemSpec; readonly plan: SwarmPlan; readonly round: SwarmRound };

/** From it. `states`: digests met for the first time by this worker. */
export type FromExplorer =
  | {
      readonly say: 'done';
      readonly index: number;
      readonly exploration: Exploration;
      readonly states: readonly string[];
    }
  | { readonly say: 'stopped'; readonly index: number; readonly stopped: Stopped; readonly states: readonly string[] }
  /** Nobody wants to know any more: enough was found in an earlier piece. */
  | { readonly say: 'left'; readonly index: number }
  | { readonly say: 'played'; readonly played: PlayedRound }
  | { readonly say: 'broken'; readonly message: string };
