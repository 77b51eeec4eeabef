import type { Target } from '../../sut/target.ts';
import { causeKey, causeOf } from '../fuzz/cause.ts';
import { emptyCoverage } from '../fuzz/coverage.ts';
import { actionDraws, type Genome, swarmDraw } from '../fuzz/genome.ts';
import { type Investigated, investigate } from '../fuzz/investigate.ts';
import type { Failed, FuzzSetup } from '../fuzz/play.ts';
import { fuzzSession } from '../fuzz/session.ts';
import { drawSwarm } from '../fuzz/swarm.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import type { StepSource } from '../run/lockstep.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Step } from '../scenario.ts';
import { type Beginning, scenarioOfSteps } from './beginning.ts';

/** How a session goes on: so many times, or for so long. */
export type ContinueOptions = {
  readonly seed: number;
  readonly runs: number;
  readonly timeMs: number;
  readonly version: string;
  readonly signal: AbortSignal;
};

/** What came of it. `actions`: those after the beginning. */
export type Continued = {
  readonly runs: number;
  readonly actions: number;
  readonly findings: readonly Investigated[];
  /** Nothing is left to be tried. */
  readonly exhausted: boolean;
};

const sessionMs = 60_000;
const shrinkAttempts = 300;
const lengthMax = 40;

/**
 * Goes on from the beginning of a session with random actions of every area, each run with others; what fails is shrunk.
 * `open`: a target that takes the decisions of the beginning as recorded, and `plain`, one that need not. Rejects with
 * TargetFailure.
 */
export async function continueRandom(
  beginning: Beginning,
  model: ModelWitness,
  open: () => Target,
  plain: Target,
  options: ContinueOptions,
): Promise<Continued> {
  const { seed, version, signal } = options;
  const startedAt = performance.now();
  const isOver = (): boolean => signal.aborted || performance.now() - startedAt > options.timeMs;
  const setup: FuzzSetup = { seed, only: [], faults: false, shrinkAttempts, lengthMax, version };
  const found = new Map<string, Investigated>();
  let actions = 0;
  let run = 0;
  for (; run < options.runs && !isOver(); run += 1) {
    const source = goingOn(beginning, plain, model, setup, { run, origin: run, prefix: [] });
    const scenario = scenarioOfSteps(`continue/run-${run}`, beginning, []);
    const result = await runScenario(open(), model, scenario, { timeoutMs: sessionMs }, source);
    actions += Math.max(0, source.taken.length - beginning.steps.length);
    const cause = causeOf(result);
    if (cause !== undefined && result.failure !== undefined && !found.has(causeKey(cause))) {
      const { failure } = result;
      const failed: Failed = { cause, failure, taken: source.taken, clauses: beginning.clauses, unforeseen: false };
      found.set(causeKey(cause), await investigate(plain, model, setup, failed, isOver, turn));
    }
    await turn();
  }
  return { runs: run, actions, findings: [...found.values()], exhausted: false };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard
}

/** The recorded steps, then those that a random session would take here. */
function goingOn(
  { steps }: Beginning,
  { identity, capabilities }: Target,
  model: ModelWitness,
  setup: FuzzSetup,
  genome: Genome,
): StepSource & { readonly taken: readonly Step[] } {
  const bounds = { capabilities, only: [], faults: false, unforeseen: false, lengthMax };
  const session = fuzzSession({
    draws: actionDraws(setup.seed, genome),
    borrowed: 0,
    swarm: drawSwarm(swarmDraw(setup.seed, genome), bounds),
    profile: judgedProfile(identity),
    simulated: capabilities.has('virtual-time'),
    model,
    coverage: emptyCoverage(),
  });
  const taken: Step[] = [];
  let at = 0;
  let isReady = false;
  return {
    taken,
    next(states) {
      const step = steps[at];
      if (step !== undefined) return step[0];
      // it would launch a machine of its own first: here one runs
      while (!isReady) isReady = (session.next(states)?.do ?? 'launch') === 'launch';
      return session.next(states);
    },
    weigh(action, foreseen) {
      const step = at < steps.length ? steps[at] : session.weigh(action, foreseen);
      at += 1;
      if (step !== undefined) taken.push(step);
      return step;
    },
    unpredicted(limit) {
      if (at < steps.length) at += 1;
      else session.unpredicted(limit);
    },
  };
}
