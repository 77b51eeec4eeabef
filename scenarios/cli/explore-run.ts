import { type Exploration, exploreInTurns, type Stopped } from '../explore/explore.ts';
import { exploreInPieces, type StoppedPieces } from '../explore/explore-in-pieces.ts';
import { type ProblemSpec, problemOf } from '../explore/problems.ts';
import { searchStates } from '../explore/strategies/explicit.ts';
import { strategyOf } from '../explore/strategies.ts';
import type { Counts, Limits } from '../explore/strategy.ts';
import type { SavedSwarm } from '../explore/swarm.ts';
import { runSwarm, type SwarmRunning } from '../explore/swarm-in-threads.ts';
import { UsageError } from './command.ts';
import type { ExploreSettings } from './explore-options.ts';
import { changesDefault, passesOf, runsRandom } from './explore-strategies.ts';

/** Where one problem was stopped: in which pass, and how far that was. */
export type StoppedProblem = {
  readonly pass: number;
  readonly whole?: Stopped;
  readonly pieces?: StoppedPieces;
  readonly swarm?: SavedSwarm;
};

/** What came of one problem: an end, or a place to go on from. */
export type Explored = { readonly exploration: Exploration } | { readonly stopped: StoppedProblem };

type Progress = (counts: Pick<Counts, 'executions' | 'states' | 'steps'>) => void;

const statesMax = 50_000_000;

/**
 * One pass of the strategy after the other (bounded has several) until one finds something or the last is done. Rejects
 * with UsageError for what the problem cannot be asked.
 */
export async function exploreProblem(
  settings: ExploreSettings,
  spec: ProblemSpec,
  from: StoppedProblem | undefined,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Explored> {
  if (settings.strategy === 'explicit') return { exploration: explicitly(spec, settings) };
  if (settings.strategy === 'swarm') return inSwarms(settings, spec, from?.swarm, signal, onProgress);
  const problem = problemOf(spec);
  let last: Exploration | undefined;
  const passes = passesOf(settings);
  for (let pass = from?.pass ?? 0; pass < passes.length; pass += 1) {
    const { name, plan, runs } = passes[pass] as (typeof passes)[number];
    const limits: Limits = {
      executionsMax: settings.runs ?? runs,
      stepsMax: 1e12,
      depthMax: settings.depth,
      findingsMax: settings.bail ? 1 : 100,
    };
    const common = { name, limits, seed: settings.seed, signal, onProgress };
    const begun = pass === from?.pass ? from : undefined;
    const came =
      settings.jobs === undefined
        ? await exploreInTurns(problem, { ...common, strategy: (table) => strategyOf(plan, table) }, begun?.whole)
        : await exploreInPieces(spec, { ...common, plan, jobs: settings.jobs }, begun?.pieces);
    if ('saved' in came) return { stopped: { pass, whole: came } };
    if ('done' in came) return { stopped: { pass, pieces: came } };
    last = came;
    if (last.findings.length > 0) break;
  }
  if (last === undefined) throw new Error('a strategy without a pass');
  return { exploration: last };
}

async function inSwarms(
  settings: ExploreSettings,
  spec: ProblemSpec,
  from: SavedSwarm | undefined,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Explored> {
  const { jobs } = settings;
  const limits: Limits = {
    executionsMax: settings.runs ?? runsRandom,
    stepsMax: 1e12,
    depthMax: settings.depth,
    findingsMax: settings.bail ? 1 : 100,
  };
  const options: SwarmRunning = {
    limits,
    seed: settings.seed,
    policies: [{ policy: 'uniform' }, { policy: 'pct', depth: settings.bound ?? changesDefault }, { policy: 'pos' }],
    signal,
    onProgress,
    ...(jobs === undefined ? {} : { jobs }),
  };
  const came = await runSwarm(spec, options, from);
  return 'swarm' in came ? { exploration: came.swarm } : { stopped: { pass: 0, swarm: came.stopped } };
}

function explicitly(spec: ProblemSpec, { runs }: ExploreSettings): Exploration {
  const { bytes } = problemOf(spec);
  if (bytes === undefined) {
    throw new UsageError(
      `${spec.id} does not list its states with params ${spec.params}; --strategy explicit cannot search it`,
    );
  }
  const startedAt = performance.now();
  const { states, transitions, complete, broken } = searchStates(bytes, runs ?? statesMax);
  const counts = { executions: 0, pruned: 0, blocked: 0, cut: 0, states, steps: transitions, depthMax: 0 };
  if (broken !== null)
    throw new UsageError(
      `explicit search says ${broken.property}: ${broken.text}; --strategy exhaustive shows a schedule`,
    );
  return { strategy: 'explicit', counts, complete, elapsedMs: performance.now() - startedAt, findings: [] };
}
