import type { Target } from '../../sut/target.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import type { Failure, ScenarioResult, Verdict } from '../run/results.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Step } from '../scenario.ts';
import type { AreaName } from './area.ts';
import { type Cause, causeOf } from './cause.ts';
import type { Coverage } from './coverage.ts';
import { actionDraws, borrowedTurns, type Genome, swarmDraw } from './genome.ts';
import { type FuzzSession, fuzzSession } from './session.ts';
import { scenarioOf } from './shrink.ts';
import type { News } from './steering.ts';
import { drawSwarm, type Swarm } from './swarm.ts';
import { isOfThreads, type MetRace, playThreads, type RaceFlaw } from './threads.ts';

/** What every session of a campaign is drawn with: plain data. */
export type FuzzSetup = {
  readonly seed: number;
  /** Empty: all that the target can do. */
  readonly only: readonly AreaName[];
  readonly faults: boolean;
  /** Actions of a session at most; default 60. */
  readonly lengthMax?: number;
  /** Runs that shrinking one finding may take. */
  readonly shrinkAttempts: number;
  /** The share of sessions that are races of threads, 0 to 1; default none. Only the design has them. */
  readonly threads?: number;
  /** For tests: what is wrong with the design in these races. */
  readonly raceFlaw?: RaceFlaw;
  /** Version of charsim, for session files. */
  readonly version?: string;
};

/** A session that failed: why, and all that it did. */
export type Failed = {
  readonly cause: Cause;
  readonly failure: Failure;
  readonly taken: readonly Step[];
  readonly clauses: readonly string[];
  readonly unforeseen: boolean;
  /** Of a session of threads, in place of `taken`. */
  readonly race?: MetRace;
};

/** What came of one session: plain data. */
export type Report = {
  readonly genome: Genome;
  readonly verdict: Verdict;
  /** The trace hash, or the verdict where there is none. */
  readonly trace: string;
  readonly actions: number;
  readonly news: News;
  /** What the model would not predict, by its reason. */
  readonly unknown: readonly (readonly [reason: string, count: number])[];
  readonly failed?: Failed;
};

/** Time of one session; a real system that hangs is told by its patience long before. */
export const sessionMs = 60_000;

/** The configuration of a session. */
export function swarmOf(target: Target, setup: FuzzSetup, genome: Genome): Swarm {
  return drawSwarm(swarmDraw(setup.seed, genome), {
    capabilities: target.capabilities,
    only: setup.only,
    faults: setup.faults,
    // a profile with defects may well die of what nobody foresees
    unforeseen: target.capabilities.has('inject-faults') && target.identity.profile === 'design',
    lengthMax: setup.lengthMax ?? 60,
  });
}

/** Runs one session against the model. `around` may look at its steps as they are drawn. */
export async function playSession(
  target: Target,
  model: ModelWitness,
  setup: FuzzSetup,
  genome: Genome,
  coverage: Coverage,
  around: (session: FuzzSession) => FuzzSession = (session) => session,
): Promise<Report> {
  if (isOfThreads(setup, genome)) return playThreads(setup, genome, target.identity.profile);
  const swarm = swarmOf(target, setup, genome);
  const clauses = [...new Set(swarm.areas.flatMap((area) => area.clauses))];
  const session = fuzzSession({
    draws: actionDraws(setup.seed, genome),
    borrowed: borrowedTurns(genome),
    swarm,
    profile: judgedProfile(target.identity),
    simulated: target.capabilities.has('virtual-time'),
    model,
    coverage,
    unforeseen: swarm.unforeseen,
  });
  const scenario = scenarioOf(`fuzz/session-${genome.run}`, 'a random session', clauses, [], swarm.unforeseen);
  const result = await runScenario(target, model, scenario, { timeoutMs: sessionMs }, around(session));
  const { verdict } = result;
  return {
    genome,
    verdict,
    trace: result.traceHash ?? verdict,
    actions: session.taken.length,
    news: session.news,
    unknown: [...session.unknown],
    ...failedPart(result, session, clauses, swarm.unforeseen),
  };
}

function failedPart(
  result: ScenarioResult,
  { taken }: FuzzSession,
  clauses: readonly string[],
  unforeseen: boolean,
): { readonly failed?: Failed } {
  const cause = causeOf(result);
  if (cause === undefined || result.failure === undefined) return {};
  const { failure } = result;
  return { failed: { cause, failure, taken: [...taken, ...notTaken(taken, failure)], clauses, unforeseen } };
}

/** The action in which the model broke down: it never came to be taken. */
function notTaken(taken: readonly Step[], { action, step }: Failure): readonly Step[] {
  return action === undefined || step !== taken.length ? [] : [[action]];
}
