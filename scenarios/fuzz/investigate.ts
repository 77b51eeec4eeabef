import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile } from '../../model/language/profile.ts';
import type { Target } from '../../sut/target.ts';
import { judge } from '../release/seen.ts';
import { numbersAtStart } from '../run/descriptor-numbers.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import type { Failure, ScenarioResult } from '../run/results.ts';
import { runScenario, witnessScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Scenario, Step } from '../scenario.ts';
import { recordScenario } from '../session/recording.ts';
import { createWriter, memorySink } from '../session/writer.ts';
import { type Cause, causeOf, isSameCause } from './cause.ts';
import { type Classification, classOf, nameOf, withExpectation } from './finding.ts';
import { type Failed, type FuzzSetup, sessionMs } from './play.ts';
import { quirkBehind } from './quirk-behind.ts';
import { scenarioOf, shrinkSteps } from './shrink.ts';
import { investigateRace } from './threads.ts';

/** One cause of failures, with the smallest session found that shows it: plain data. */
export type Investigated = {
  readonly name: string;
  readonly cause: Cause;
  readonly classification: Classification;
  /** The quirk that explains it, if one does. */
  readonly quirk?: string;
  /** Clauses of the areas of the session. */
  readonly clauses: readonly string[];
  readonly message: string;
  readonly model: readonly Outcome[];
  readonly target?: Outcome;
  /** Actions of the session, and of what is left of it. */
  readonly actions: number;
  readonly actionsLeft: number;
  /** False when the same actions did not fail again: then nothing was shrunk. */
  readonly reproduced: boolean;
  readonly scenario: Scenario;
  /** The small session as it went, as a session file; absent where it could not be recorded. */
  readonly session?: string;
};

/** How often a small session is run again on a real system: one run as foreseen, and real time decides. */
const steadyTries = 5;
/** How often a session is tried again on a real system, where the same need not happen twice. */
const realTries = 3;
/** Shrinking ends then, however small it is by then. */
const shrinkMs = 60_000;

/** The failure, shrunk on the target itself, recorded and named. */
export async function investigate(
  target: Target,
  model: ModelWitness,
  setup: FuzzSetup,
  failed: Failed,
  stop: () => boolean,
  turn: () => Promise<void>,
): Promise<Investigated> {
  const { cause, taken, clauses, unforeseen, race } = failed;
  if (race !== undefined) return investigateRace(failed, race, setup, stop, turn);
  const limits = { timeoutMs: sessionMs };
  const again = (steps: readonly Step[], witness = model): Promise<ScenarioResult> =>
    runScenario(target, witness, scenarioOf('fuzz/shrink', 'a part of a session', clauses, steps, unforeseen), limits);
  const startedAt = performance.now();
  let { failure } = failed;
  const stillFails = async (steps: readonly Step[]): Promise<number | undefined> => {
    await turn();
    const ran = await again(steps);
    if (ran.failure === undefined || !isSameCause(causeOf(ran), cause)) return undefined;
    failure = ran.failure;
    return ran.failure.step + 1;
  };
  const isReal = !target.capabilities.has('virtual-time');
  let needed: number | undefined;
  for (let tries = isReal ? realTries : 1; tries > 0 && needed === undefined && !stop(); tries -= 1)
    needed = await stillFails(taken);
  const isGone = needed === undefined && isReal && !stop();
  const { steps } = await shrinkSteps(
    taken.slice(0, needed ?? taken.length),
    stillFails,
    needed === undefined ? 0 : setup.shrinkAttempts,
    () => performance.now() - startedAt > shrinkMs || stop(),
  );
  const agrees = async (variant: Profile): Promise<boolean> => {
    const witness = { start: () => model.start(variant), step: model.step };
    return !stop() && (await again(steps, witness)).verdict === 'passed';
  };
  const isSteady = needed === undefined || !isReal || (await isAlwaysSo(failure, () => again(steps), stop));
  const quirk =
    needed === undefined || !isSteady
      ? undefined
      : await quirkBehind(judgedProfile(target.identity), isReal ? await asSeen(target, model, steps, agrees) : agrees);
  const found = findingOf(target, failed, failure, steps, quirk);
  const isNew = found.classification === 'new divergence';
  const session = needed === undefined ? undefined : await recorded(target, model, setup, found.scenario);
  return {
    ...found,
    reproduced: needed !== undefined,
    ...(isGone && isNew ? { classification: 'not again' } : {}),
    ...(isNew && !isSteady ? { classification: 'real time' } : {}),
    ...(session === undefined ? {} : { session }),
  };
}

/** Time stamps of a mux: milliseconds since its first line, which on a real system pass by themselves. Source: MUX-09. */
const stamps = /\[\d\d:\d\d:\d\d\.\d{3}\]/g;

function withoutStamps(outcome: Outcome): string {
  return JSON.stringify(outcome).replace(stamps, '');
}

/** Whether more than time stamps differ, and the same actions never go as foreseen. */
async function isAlwaysSo(
  { model = [], target }: Failure,
  run: () => Promise<ScenarioResult>,
  stop: () => boolean,
): Promise<boolean> {
  if (target !== undefined && model.some((each) => withoutStamps(each) === withoutStamps(target))) return false;
  for (let tries = 0; tries < steadyTries && !stop(); tries += 1) if ((await run()).verdict === 'passed') return false;
  return true;
}

/** A real system is slow and may hang: what it did once is judged by each variant, and run again with one that agrees. */
async function asSeen(
  target: Target,
  model: ModelWitness,
  steps: readonly Step[],
  runsSo: (variant: Profile) => Promise<boolean>,
): Promise<(variant: Profile) => Promise<boolean>> {
  const scenario = scenarioOf('fuzz/shrink', 'a part of a session', ['QMP-01'], steps);
  const seen = await witnessScenario(target, model, scenario, { timeoutMs: sessionMs });
  const told = { scenario, model, steps: seen.steps, numbers: numbersAtStart(target.capabilities) };
  return async (variant) => judge(told, { profile: variant, literals: [] }).agrees && (await runsSo(variant));
}

/** A failure in the words of a finding. */
export function findingOf(
  target: Pick<Target, 'identity'>,
  { cause, taken, clauses, unforeseen }: Failed,
  failure: Failure,
  steps: readonly Step[],
  quirk?: string,
): Investigated {
  const name = nameOf(cause);
  const title = `found by fuzz: ${failure.message.split('\n')[0] ?? ''}`.slice(0, 200);
  const expected = unforeseen ? steps : withExpectation(steps, failure.model ?? [], target.identity.profile);
  return {
    name,
    cause,
    classification: quirk === undefined ? classOf(failure) : 'known quirk',
    ...(quirk === undefined ? {} : { quirk }),
    clauses,
    message: failure.message,
    model: failure.model ?? [],
    ...(failure.target === undefined ? {} : { target: failure.target }),
    actions: taken.length,
    actionsLeft: steps.length,
    reproduced: false,
    scenario: scenarioOf(`fuzz/${name}`, title, clauses, expected, unforeseen),
  };
}

/** The session file of a small scenario; undefined where it does not go through once more. */
async function recorded(
  target: Target,
  model: ModelWitness,
  setup: FuzzSetup,
  scenario: Scenario,
): Promise<string | undefined> {
  const sink = memorySink();
  const writer = createWriter(sink);
  try {
    await recordScenario(target, model, scenario, writer, {
      version: setup.version ?? '0',
      limits: { timeoutMs: sessionMs },
    });
  } catch {
    return undefined; // the finding is kept as a scenario all the same
  }
  return sink.bytes().toString();
}
