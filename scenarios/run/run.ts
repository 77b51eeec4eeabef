import { weakenings } from '../../model/language/clause-strength.ts';
import { type Target, TargetFailure } from '../../sut/target.ts';
import type { Deviation } from '../deviations/deviation.ts';
import type { Scenario } from '../scenario.ts';
import { aheadLane } from './ahead-lane.ts';
import { type Coordinated, type Coordination, coordinate } from './coordinate.ts';
import type { Lane } from './lane.ts';
import { localLane } from './local-lane.ts';
import type { RunEvent, TargetResults } from './results.ts';
import type { ScenarioLimits } from './run-scenario.ts';
import { openTarget, type TargetSpec } from './target-spec.ts';
import type { TargetThread } from './target-thread.ts';
import { makeThreads, type Threads } from './threads.ts';
import { type Strength, weigh } from './weigh.ts';
import type { ModelWitness } from './witness.ts';

/** What a run may be told; every limit has a default. */
export type RunOptions = {
  /** Wall time a scenario may take, in ms; default 60,000. */
  readonly timeoutMs?: number;
  /** Times that each scenario runs; default 1. */
  readonly repeat?: number;
  /** Stop at the first failure; default false. */
  readonly bail?: boolean;
  /** `should` clauses fail too; default false. */
  readonly strict?: boolean;
  /** Default none. */
  readonly deviations?: readonly Deviation[];
  /** Default: the project's own. */
  readonly model?: ModelWitness;
  readonly onEvent?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
  /** Folder for what a failure is studied with, where the target has any; default: nothing is kept. */
  readonly artifacts?: string;
};

const timeoutDefaultMs = 60_000;

/**
 * Runs scenarios on a target of your own, in this thread, and shuts it down. Rejects with TargetFailure when the target
 * breaks outside a scenario; everything else is in the results.
 */
export async function run(
  target: Target,
  scenarios: readonly Scenario[],
  options: RunOptions = {},
): Promise<TargetResults> {
  const limits = limitsOf(options);
  const openLane = (): Promise<Lane> => localLane(target, limits, options.model);
  const { results, targetFailure } = await coordinated(
    scenarios,
    openLane,
    1,
    target.identity.name === 'simulated',
    options,
  );
  if (results === undefined || targetFailure !== undefined) throw new TargetFailure(targetFailure);
  return results;
}

/**
 * Runs scenarios on a target that this project brings: the simulated one in this thread and, with more jobs, in worker
 * threads beside it (of `threads`, which stay for the next run, else of its own), or, with one job and `ahead`, in that thread
 * while the model is in this one; a real QEMU in child processes always,
 * since it blocks.
 */
export async function runOnSpec(
  spec: TargetSpec,
  scenarios: readonly Scenario[],
  jobs: number,
  options: Omit<RunOptions, 'model'> = {},
  threads?: Threads,
  ahead?: TargetThread,
): Promise<Coordinated> {
  const limits = limitsOf(options);
  if (spec.kind === 'qemu') {
    const openLane = async (): Promise<Lane> => {
      const { remoteLane } = await import('./remote-lane.ts');
      const { processChannel } = await import('./job-channel.ts');
      return remoteLane(processChannel(), spec, limits);
    };
    return coordinated(scenarios, openLane, jobs, false, options);
  }
  if (ahead !== undefined && jobs === 1) {
    const plan = { spec, scenarios, repeat: options.repeat ?? 1, limits };
    return coordinated(scenarios, () => aheadLane(plan, ahead), jobs, true, options);
  }
  const own = threads === undefined ? makeThreads() : undefined;
  let isHereOpen = false;
  const openLane = async (enough: Promise<void>): Promise<Lane | undefined> => {
    if (isHereOpen) return (threads ?? own)?.open(spec, limits, enough);
    isHereOpen = true;
    return localLane(await openTarget(spec), limits, undefined, jobs === 1);
  };
  try {
    return await coordinated(scenarios, openLane, jobs, true, options);
  } finally {
    own?.close();
  }
}

function limitsOf({ timeoutMs, artifacts }: RunOptions): ScenarioLimits {
  return { timeoutMs: timeoutMs ?? timeoutDefaultMs, ...(artifacts === undefined ? {} : { artifacts }) };
}

const strengths: ReadonlyMap<string, Strength> = new Map(weakenings.map(({ id, strength }) => [id, strength]));

function coordinated(
  scenarios: readonly Scenario[],
  openLane: Coordination['openLane'],
  jobs: number,
  deterministic: boolean,
  options: RunOptions,
): Promise<Coordinated> {
  const { deviations = [], strict = false } = options;
  return coordinate({
    scenarios,
    openLane,
    jobs,
    repeat: options.repeat ?? 1,
    bail: options.bail ?? false,
    deterministic,
    weigh: (result, { profile, unlisted = false }) =>
      weigh(result, { deviations, strict, profile, unlisted, strengthOf: (id) => strengths.get(id) }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
