import { isDeepStrictEqual } from 'node:util';
import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile, ProfileName } from '../../model/language/profile.ts';
import { NotApplicable, type Session, TargetFailure } from '../../sut/target.ts';
import type { Expectation, Scenario, Step } from '../scenario.ts';
import { agreementOf } from './agreement.ts';
import { type DescriptorNumbers, standardStreams } from './descriptor-numbers.ts';
import { judgeStep } from './judge-step.ts';
import { withReplayVersion } from './replay-version.ts';
import type { Failure, StepRecord } from './results.ts';
import { actionForModel, actionForTarget, type Symbols } from './symbols.ts';
import type { TracedStep } from './trace-hash.ts';
import { foreseenOrNot, whatAgrees } from './unforeseen.ts';
import type { ModelWitness } from './witness.ts';

/** More model states than this that agree with what was seen: the answer is `unknown`. */
export const modelStatesMax = 64;
/** More continuations of one step than this: the answer is `unknown`. */
export const branchesMax = 1024;

/** How far the three witnesses went together. `limit` says which limit was met. */
export type Lockstep = {
  readonly end:
    | { readonly kind: 'agreed' }
    | { readonly kind: 'failed'; readonly failure: Failure }
    | { readonly kind: 'limit'; readonly limit: string }
    /** The target cannot do one of the actions. */
    | { readonly kind: 'not-applicable'; readonly reason: string };
  readonly steps: readonly StepRecord[];
  readonly traced: readonly TracedStep[];
};

/** One state of the model that agrees with everything seen so far, with its own pairing of descriptor numbers. */
type Hypothesis = { readonly state: unknown; readonly numbers: DescriptorNumbers };
/** One continuation that the model allows. */
export type Branch = Hypothesis & { readonly outcome: Outcome };

/** What goes through the scenario together, and how long it may take. */
export type LockstepSetup = {
  readonly scenario: Scenario;
  readonly profile: Profile;
  /** Profiles whose literals stand, where a scenario has some for each; default: that of `profile` alone. */
  readonly literals?: readonly ProfileName[];
  readonly model: ModelWitness;
  readonly session: Session;
  /** What is known of descriptor numbers when a process starts; default: the standard streams. */
  readonly numbers?: DescriptorNumbers;
  /** Milliseconds left for the whole scenario; asked before every step. */
  readonly timeLeftMs: () => number;
  /** Where steps come from instead of the scenario's own list. */
  readonly source?: StepSource;
};

/** Steps that depend on how things stand, such as those of a fuzzed session. */
export type StepSource = {
  /** The next action, seen from the model states that agree with everything so far; undefined at the end. */
  readonly next: (states: readonly unknown[]) => Action | undefined;
  /** The step to take, now that the model has spoken and before the target is asked; undefined: it is left out. */
  readonly weigh: (action: Action, foreseen: readonly Outcome[]) => Step | undefined;
  /** The model does not predict this action; it is left out. */
  readonly unpredicted: (limit: string) => void;
};

/** The step with what its system's version decides written out. */
export function withVersions(step: Step, profile: Profile): Step {
  const [action, ...seen] = step;
  const own = withReplayVersion(action, profile);
  return own === action ? step : [own, ...seen];
}

const launched: Expectation = { see: 'launched' };

/**
 * Takes model and target through the scenario, step by step, until they are through or part. What the system under test
 * does is a verdict; a broken target (TargetFailure) is thrown on.
 */
export function runLockstep(setup: LockstepSetup): Lockstep {
  const { scenario } = setup;
  const steps: StepRecord[] = [];
  const traced: TracedStep[] = [];
  const { numbers: atStart = standardStreams } = setup;
  let hypotheses: readonly Hypothesis[] = [{ state: setup.model.start(setup.profile), numbers: atStart }];
  let symbols: Symbols = new Map();
  const done = (end: Lockstep['end']): Lockstep => ({ end, steps, traced });

  for (const { index, step: asked } of allSteps(setup, steps, () => hypotheses)) {
    let step: Step = withVersions(asked, setup.profile);
    if (setup.timeLeftMs() <= 0) return done({ kind: 'limit', limit: `no time left before step ${index + 1}` });
    if (step[0].do === 'launch') {
      hypotheses = hypotheses.map(({ state }) => ({ state, numbers: atStart }));
      symbols = new Map();
    }
    const taken = takeStep(setup, { index, step, hypotheses, symbols });
    if ('leftOut' in taken) continue;
    if ('limit' in taken) {
      if (setup.source === undefined) return done({ kind: 'limit', limit: taken.limit });
      setup.source.unpredicted(taken.limit);
      continue;
    }
    if ('reason' in taken) return done({ kind: 'not-applicable', reason: taken.reason });
    if ('step' in taken) step = taken.step;
    const [action, expectation] = step;
    if ('failure' in taken) {
      steps.push({ action, model: taken.branches.map(({ outcome }) => outcome) });
      return done({ kind: 'failed', failure: taken.failure });
    }
    const { target, branches } = taken;
    steps.push({ action, model: distinct(branches.map(({ outcome }) => outcome)), target });
    const agreements = branches.map((branch) =>
      agreementOf(branch.outcome, comparable(action, branch, target), branch.numbers),
    );
    const judged = judgeStep({
      scenario,
      index,
      action,
      expectation,
      target,
      branches,
      agreements,
      symbols,
      profile: setup.profile,
      literals: setup.literals,
    });
    if ('failure' in judged) {
      traced.push({ action, outcome: target });
      return done({ kind: 'failed', failure: judged.failure });
    }
    symbols = judged.symbols;
    const survivors: Hypothesis[] = [];
    let seen: Outcome | undefined;
    for (const [at, branch] of branches.entries()) {
      const agreement = agreements[at];
      if (!agreement?.agree) continue;
      seen ??= branch.outcome;
      survivors.push({ state: branch.state, numbers: agreement.numbers });
    }
    traced.push({ action, outcome: seen ?? target });
    hypotheses = distinct(survivors);
    if (hypotheses.length > modelStatesMax) {
      return done({
        kind: 'limit',
        limit: `${hypotheses.length} model states agree after step ${index + 1} (limit ${modelStatesMax})`,
      });
    }
  }
  return done({ kind: 'agreed' });
}

/** Where the scenario stands before a step. */
type Instant = {
  readonly index: number;
  readonly step: Step;
  readonly hypotheses: readonly Hypothesis[];
  readonly symbols: Symbols;
};

type Taken =
  | { readonly target: Outcome; readonly branches: readonly Branch[]; readonly step: Step }
  | { readonly leftOut: true }
  | { readonly failure: Failure; readonly branches: readonly Branch[] }
  | { readonly limit: string }
  | { readonly reason: string };

function takeStep(setup: LockstepSetup, now: Instant): Taken {
  const { index, hypotheses, symbols } = now;
  const [action] = now.step;
  const branches: Branch[] = [];
  try {
    for (const { state, numbers } of hypotheses) {
      const forModel = actionForModel(action, symbols, numbers.modelOf);
      const next = foreseenOrNot(setup.scenario, state, forModel, () => setup.model.step(state, forModel));
      for (const branch of next) branches.push({ state: branch.state, numbers, outcome: branch.outcome });
    }
  } catch (error) {
    if (isModelLimit(error)) return { limit: `the model does not predict this: ${error.message} (step ${index + 1})` };
    return broken(setup, now, branches, 'the model broke down', error);
  }
  if (branches.length === 0) {
    return broken(setup, now, branches, 'the model broke down', 'it allows no outcome at all');
  }
  if (branches.length > branchesMax)
    return { limit: `${branches.length} continuations of step ${index + 1} (limit ${branchesMax})` };
  const outcomes = (): readonly Outcome[] => branches.map(({ outcome }) => outcome);
  const step = setup.source === undefined ? now.step : setup.source.weigh(action, outcomes());
  if (step === undefined) return { leftOut: true };
  try {
    const target = setup.session.perform(actionForTarget(step[0], symbols));
    return { target, branches: whatAgrees(setup.scenario, hypotheses, branches, target), step };
  } catch (error) {
    if (error instanceof TargetFailure) throw error;
    if (error instanceof NotApplicable) return { reason: error.message };
    return broken(setup, now, branches, 'the target broke down', error);
  }
}

type Broken = Extract<Taken, { readonly failure: Failure }>;

function broken(
  { scenario }: LockstepSetup,
  { index, step: [action] }: Instant,
  branches: readonly Branch[],
  who: string,
  error: unknown,
): Broken {
  const message = `${who}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { failure: { kind: 'error', step: index, action, message, clauses: scenario.clauses }, branches };
}

/** A model refuses to predict what lies beyond its rules by throwing an error of this name; any model may. */
export function isModelLimit(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ModelLimit';
}

/** A reply that tells the version is compared by its kind alone: builds of one profile differ in it. */
export function comparable(action: Action, branch: Pick<Branch, 'outcome'>, target: Outcome): Outcome {
  const tellsVersion = action.do === 'qmp' && action.execute === 'query-version';
  return tellsVersion && target.see === 'return' && branch.outcome.see === 'return' ? branch.outcome : target;
}

function* allSteps(
  { scenario, source }: LockstepSetup,
  taken: readonly StepRecord[],
  hypotheses: () => readonly Hypothesis[],
): Generator<{ readonly index: number; readonly step: Step }> {
  if (source !== undefined) {
    for (;;) {
      const action = source.next(hypotheses().map(({ state }) => state));
      if (action === undefined) return;
      yield { index: taken.length, step: [action] };
    }
  }
  yield* stepsOf(scenario);
}

/** The scenario's own steps, with the launch before the first of them (index -1) unless it has its own. */
export function* stepsOf({ launch, steps }: Scenario): Generator<{ readonly index: number; readonly step: Step }> {
  if (launch !== 'manual') yield { index: -1, step: [{ do: 'launch', ...launch }, launched] };
  for (const [index, step] of steps.entries()) yield { index, step };
}

/** Structural: two states that are equal all through are one hypothesis. */
export function distinct<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length < 2) return items;
  const kept: Item[] = [];
  for (const item of items) if (!kept.some((other) => isDeepStrictEqual(other, item))) kept.push(item);
  return kept;
}
