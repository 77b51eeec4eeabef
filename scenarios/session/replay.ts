import type { Happening } from '../../model/language/happening.ts';
import type { Message, Outcome } from '../../model/language/outcome.ts';
import type { Profile } from '../../model/language/profile.ts';
import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import { NotApplicable, type Session, TargetFailure } from '../../sut/target.ts';
import { type Agreement, agreementOf } from '../run/agreement.ts';
import { canonicalJson } from '../run/canonical-json.ts';
import { type DescriptorNumbers, realStandardStreams, standardStreams } from '../run/descriptor-numbers.ts';
import { excerpt } from '../run/excerpt.ts';
import { judgeStep } from '../run/judge-step.ts';
import { alternativesFor, matchLiteral } from '../run/literal.ts';
import { branchesMax, comparable, distinct, isModelLimit, modelStatesMax } from '../run/lockstep.ts';
import { withReplayVersion } from '../run/replay-version.ts';
import { sameData } from '../run/same-data.ts';
import { actionForModel, actionForTarget, type Symbols } from '../run/symbols.ts';
import { createTraceHasher } from '../run/trace-hash.ts';
import type { ModelWitness } from '../run/witness.ts';
import { clausesAbout } from './clauses-about.ts';
import type { Divergence } from './divergence.ts';
import { eventsFit } from './live-events.ts';
import type { scriptedChooser } from './scripted-chooser.ts';
import { plainState, stateChanges } from './state-delta.ts';
import type { RecordedStep } from './steps.ts';

/** What replays: the model of a profile, and beside it a target unless the model answers alone. */
export type ReplaySetup = {
  readonly profile: Profile;
  readonly model: ModelWitness;
  readonly session?: Session;
  /** Steers a simulated target exactly as recorded; outcomes are then compared byte by byte. */
  readonly chooser?: ReturnType<typeof scriptedChooser>;
  /** The recording tells what happened inside: with the chooser, that is compared, too. */
  readonly happenings?: boolean;
  /** Of the replaying target when a process starts; default: the standard streams. */
  readonly numbers?: DescriptorNumbers;
  /** Recorded from a real binary: where the clauses leave a choice, the model follows the record and the target rests. */
  readonly observed: boolean;
  /** Clauses that the recorded scenario cites. */
  readonly clauses: readonly string[];
  /** The lines of the file before this record, newest last; asked for where something differs. */
  readonly linesBefore: (record: number) => readonly string[];
};

/** What came of a step now, and what the model of the replaying profile allows. */
export type Witnessed = { readonly replayed?: Outcome; readonly model: readonly Outcome[] };

/** How far a replay came. `note`: why the target rests; without `witnessed` the recording ended in the step. */
export type ReplayProgress =
  | { readonly kind: 'met'; readonly note?: string; readonly witnessed?: Witnessed }
  | { readonly kind: 'diverged'; readonly divergence: Divergence }
  /** Bit by bit as recorded, and it is a failure of the run: three witnesses disagree here. */
  | { readonly kind: 'failed'; readonly divergence: Divergence }
  | { readonly kind: 'inconclusive'; readonly reason: string };

/** A replay under way. */
export type Replay = {
  step(step: RecordedStep): ReplayProgress;
  /** The trace hash of all steps so far; `digest` is the target's. */
  traceHash(digest: string | undefined): string;
  /** What the model may be in now, after the step that differs too: one of its states, as the model has it. */
  modelState(): unknown;
  /** The same as plain data. */
  state(): unknown;
};

type Hypothesis = {
  readonly state: unknown;
  /** Pairings of the model's numbers with those of the replaying target and of the recorded one. */
  readonly numbers: DescriptorNumbers;
  readonly recorded: DescriptorNumbers;
  /** Events that the model has foreseen for each connection. */
  readonly foreseen: Readonly<Record<string, readonly Message[]>>;
};
type Branch = Hypothesis & { readonly outcome: Outcome };
type Fit = { readonly branch: Branch; readonly record: boolean; readonly replay: boolean; readonly next: Hypothesis };

const changesMax = 12;

/** The step with what its system's version decides written out. */
function inVersionOf(profile: Profile, step: RecordedStep): RecordedStep {
  const action = withReplayVersion(step.action, profile);
  return action === step.action ? step : { ...step, action };
}

/** Takes model and target along a recording. Throws TargetFailure only. Source: SLOG-07, SLOG-13. */
export function startReplay(setup: ReplaySetup): Replay {
  const { model, profile, chooser } = setup;
  const hasher = createTraceHasher();
  const { numbers = standardStreams, observed } = setup;
  const atStart = { numbers, recorded: observed ? realStandardStreams : standardStreams };
  let session = setup.session;
  let hypotheses: readonly Hypothesis[] = [{ state: model.start(profile), ...atStart, foreseen: {} }];
  let parted: unknown;
  let symbols: { readonly target: Symbols; readonly recorded: Symbols } = { target: new Map(), recorded: new Map() };

  const predicted = (step: RecordedStep): readonly Branch[] => {
    const branches: Branch[] = [];
    for (const hypothesis of hypotheses) {
      const { numbers, recorded } = hypothesis;
      const action = actionForModel(step.action, symbols.recorded, recorded.modelOf);
      for (const { state, outcome } of model.step(hypothesis.state, action))
        branches.push({ state, outcome, numbers, recorded, foreseen: foreseenNow(hypothesis, step, outcome) });
    }
    return branches;
  };

  /** The step is met, and the model goes on from there. */
  const goOn = (
    next: readonly Hypothesis[],
    branches: readonly Branch[],
    replayed: Outcome | undefined,
  ): ReplayProgress => {
    hypotheses = distinct(next);
    if (hypotheses.length > modelStatesMax) return inconclusive(`${hypotheses.length} model states agree`);
    const model = branches.map(({ outcome }) => outcome);
    return { kind: 'met', witnessed: replayed === undefined ? { model } : { replayed, model } };
  };

  const takeStep = (recorded: RecordedStep, seen: Outcome): ReplayProgress => {
    const step = inVersionOf(profile, recorded);
    const { action, expectation } = step;
    if (action.do === 'launch') {
      hypotheses = hypotheses.map((each) => ({ ...each, ...atStart }));
      symbols = { target: new Map(), recorded: new Map() };
    }
    const before = hypotheses[0]?.state;
    let branches: readonly Branch[];
    try {
      branches = predicted(step);
    } catch (error) {
      if (!isModelLimit(error)) throw error;
      return inconclusive(`step ${step.at + 1}: the model does not predict this: ${error.message}`);
    }
    if (branches.length > branchesMax) return inconclusive(`${branches.length} continuations of step ${step.at + 1}`);
    const about = (
      kind: Divergence['kind'],
      text: string,
      replayed?: Outcome,
    ): Extract<ReplayProgress, { kind: 'diverged' }> => {
      parted = branches[0]?.state;
      const divergence = divergenceOf({ setup, step, kind, text, seen, replayed, branches, before });
      return { kind: 'diverged', divergence };
    };
    chooser?.expect(step.decisions);
    let replayed: Outcome | undefined;
    try {
      replayed = session?.perform(actionForTarget(action, symbols.target));
    } catch (error) {
      if (error instanceof TargetFailure) throw error;
      if (error instanceof NotApplicable) return inconclusive(`step ${step.at + 1}: not applicable: ${error.message}`);
      const kind = error instanceof ReplayDiverged ? 'decision' : 'target';
      return about(kind, error instanceof Error ? error.message : String(error));
    }
    const other = chooser === undefined ? undefined : unlike(setup, step, seen, replayed, chooser.rest());
    if (other !== undefined) return about(other.kind, other.text, replayed);

    if (chooser !== undefined && replayed !== undefined) {
      const agreements = agreementsOf(branches, step, replayed);
      const verdict = judged(setup, step, branches, replayed, symbols.target, agreements);
      if ('failure' in verdict) {
        hasher.add({ action, outcome: replayed });
        return { ...about('outcome', verdict.failure.message, replayed), kind: 'failed' };
      }
      const exact = exactNext(branches, agreements);
      hasher.add({ action, outcome: exact.outcome ?? replayed });
      symbols = { target: verdict.symbols, recorded: verdict.symbols };
      return goOn(exact.next, branches, replayed);
    }
    const fits = branches.map((branch) => fitOf(branch, step, seen, replayed));
    const together = fits.filter((fit) => fit.record && fit.replay);
    hasher.add({ action, outcome: together[0]?.branch.outcome ?? replayed ?? seen });
    let next = together;
    let note: string | undefined;
    if (together.length === 0) {
      const byRecord = fits.filter((fit) => fit.record);
      const eitherWay = setup.observed && byRecord.length > 0 && fits.some((fit) => fit.replay);
      if (!eitherWay) return about('outcome', partingText(fits, step, seen, replayed), replayed);
      note = `step ${step.at + 1}: the clauses allow what was recorded and what the engine did; the model goes on alone`;
      session = undefined;
      next = byRecord;
    }
    symbols = {
      target: replayed === undefined ? symbols.target : bound(expectation, profile, replayed, symbols.target),
      recorded: bound(expectation, profile, seen, symbols.recorded),
    };
    const gone = goOn(
      next.map((fit) => fit.next),
      branches,
      replayed,
    );
    return gone.kind !== 'met' || note === undefined ? gone : { ...gone, note };
  };

  return {
    step: (step) => (step.seen === undefined ? { kind: 'met' } : takeStep(step, step.seen)),
    traceHash: (digest) => hasher.end(digest),
    modelState: () => parted ?? hypotheses[0]?.state,
    state: () => plainState(hypotheses[0]?.state),
  };
}

/** Where an exact replay is not as recorded: what was seen, what happened inside, or what was decided. */
function unlike(
  { session, happenings }: ReplaySetup,
  step: RecordedStep,
  seen: Outcome,
  replayed: Outcome | undefined,
  left: number,
): { readonly kind: Divergence['kind']; readonly text: string } | undefined {
  const happened = happenings === true ? (session?.happenings?.() ?? []) : step.happened;
  if (!sameData(replayed, seen) && canonicalJson(replayed) !== canonicalJson(seen))
    return { kind: 'outcome', text: `recorded / replayed: ${excerpt(seen)} / ${excerpt(replayed)}` };
  if (!sameData(happened, step.happened)) return { kind: 'happening', text: happenedText(step.happened, happened) };
  if (left === 0) return undefined;
  return { kind: 'decision', text: `${left} recorded decisions of this action are not asked for` };
}

/** The first that is not the same, of what happened inside. */
function happenedText(recorded: readonly Happening[], now: readonly Happening[]): string {
  let at = 0;
  while (at < recorded.length && sameData(recorded[at], now[at])) at += 1;
  const shown = (happening: Happening | undefined): string =>
    happening === undefined ? 'nothing' : excerpt(happening);
  return `inside, number ${at + 1} of this action, recorded / replayed: ${shown(recorded[at])} / ${shown(now[at])}`;
}

function inconclusive(reason: string): ReplayProgress {
  return { kind: 'inconclusive', reason };
}

function agreementsOf(branches: readonly Branch[], { action }: RecordedStep, target: Outcome): readonly Agreement[] {
  return branches.map((branch) => agreementOf(branch.outcome, comparable(action, branch, target), branch.numbers));
}

/** Where the model goes on when record and replay are the same, and so are the numbers of both; and what the first such branch says. */
function exactNext(
  branches: readonly Branch[],
  agreements: readonly Agreement[],
): { readonly next: readonly Hypothesis[]; readonly outcome: Outcome | undefined } {
  const next: Hypothesis[] = [];
  let first: Outcome | undefined;
  for (let at = 0; at < branches.length; at += 1) {
    const [branch, agreement] = [branches[at], agreements[at]];
    if (branch === undefined || !agreement?.agree) continue;
    const { state, foreseen, outcome } = branch;
    const { numbers } = agreement;
    first ??= outcome;
    next.push({ state, numbers, recorded: numbers, foreseen });
  }
  return { next, outcome: first };
}

/** What the runner says to this step: the failure that ends the run, or what its literal has bound. */
function judged(
  { clauses, profile }: ReplaySetup,
  { at, action, expectation }: RecordedStep,
  branches: readonly Branch[],
  target: Outcome,
  symbols: Symbols,
  agreements: readonly Agreement[],
): ReturnType<typeof judgeStep> {
  const scenario = { id: '', title: '', clauses, steps: [] };
  return judgeStep({ scenario, index: at, action, expectation, target, branches, agreements, symbols, profile });
}

/** The branch against the record: outcome with outcome, or events as a stream. */
function agreedWithRecord(branch: Branch, { action, events }: RecordedStep, seen: Outcome): Agreement {
  if (events === undefined || action.do !== 'receive') {
    return agreementOf(branch.outcome, comparable(action, branch, seen), branch.recorded);
  }
  const foreseen = branch.foreseen[action.on ?? ''] ?? [];
  const same = (one: Message, other: Message): boolean =>
    agreementOf({ see: 'messages', messages: [one] }, { see: 'messages', messages: [other] }, branch.recorded).agree;
  if (eventsFit(foreseen, events, same)) return { agree: true, numbers: branch.recorded };
  const heard = excerpt(events.until ?? events.before);
  return {
    agree: false,
    parting: { path: 'events', text: `foreseen ${excerpt(foreseen)}, heard ${heard}`, numbers: false },
  };
}

function foreseenNow(
  { foreseen }: Hypothesis,
  { action, events }: RecordedStep,
  outcome: Outcome,
): Hypothesis['foreseen'] {
  if (events === undefined || action.do !== 'receive' || outcome.see !== 'messages') return foreseen;
  const on = action.on ?? '';
  return { ...foreseen, [on]: [...(foreseen[on] ?? []), ...outcome.messages] };
}

/** Which of the two sides this branch of the model goes with. */
function fitOf(branch: Branch, step: RecordedStep, seen: Outcome, replayed: Outcome | undefined): Fit {
  const { action } = step;
  const record = agreedWithRecord(branch, step, seen);
  const replay =
    replayed === undefined
      ? undefined
      : agreementOf(branch.outcome, comparable(action, branch, replayed), branch.numbers);
  const numbers = replay?.agree ? replay.numbers : branch.numbers;
  const recorded = record.agree ? record.numbers : branch.recorded;
  return {
    branch,
    record: record.agree,
    replay: replay === undefined || replay.agree,
    next: { state: branch.state, numbers, recorded, foreseen: branch.foreseen },
  };
}

function partingText(fits: readonly Fit[], step: RecordedStep, seen: Outcome, replayed: Outcome | undefined): string {
  const partings = fits.flatMap(({ branch, record }) => {
    if (record && replayed === undefined) return [];
    const agreement =
      record && replayed !== undefined
        ? agreementOf(branch.outcome, comparable(step.action, branch, replayed), branch.numbers)
        : agreedWithRecord(branch, step, seen);
    return agreement.agree ? [] : [agreement.parting];
  });
  const parting = partings.find(({ path }) => path !== 'see') ?? partings[0];
  const where = parting === undefined ? '' : ` (at ${parting.path}: ${parting.text})`;
  const byRecord = fits.some(({ record }) => record);
  const byReplay = replayed !== undefined && fits.some(({ replay }) => replay);
  if (byRecord && byReplay) return 'the model allows both, each in another way';
  if (byRecord) return `the model goes with the record; the replay does not conform${where}`;
  if (byReplay) return `the model goes with the replay; what was recorded does not conform${where}`;
  const other = replayed === undefined ? '' : ', nor what came now';
  return `the model allows neither what was recorded${other}${where}`;
}

/** The symbols with those that the literal binds in this outcome; as they were where it does not fit. */
function bound(
  expectation: RecordedStep['expectation'],
  profile: Profile,
  outcome: Outcome,
  symbols: Symbols,
): Symbols {
  const alternatives = alternativesFor(expectation, profile.name);
  if (alternatives === undefined) return symbols;
  const match = matchLiteral(alternatives, outcome, 'target', symbols, profile.version);
  return match.match ? match.symbols : symbols;
}

function divergenceOf(found: {
  readonly setup: ReplaySetup;
  readonly step: RecordedStep;
  readonly kind: Divergence['kind'];
  readonly text: string;
  readonly seen: Outcome;
  readonly replayed: Outcome | undefined;
  readonly branches: readonly Branch[];
  readonly before: unknown;
}): Divergence {
  const { setup, step, kind, text, seen, replayed, branches, before } = found;
  const model = distinct(branches.map(({ outcome }) => outcome));
  const after = branches[0]?.state;
  const record = step.seenRecord ?? step.record;
  return {
    kind,
    record,
    step: step.at,
    tNs: String(step.tNs),
    action: step.action,
    recorded: seen,
    ...(replayed === undefined ? {} : { replayed }),
    model,
    text,
    clauses: clausesAbout(step.action, [seen, replayed, ...model], setup.clauses),
    changes: stateChanges(before, after, changesMax),
    stateBefore: plainState(before),
    stateAfter: plainState(after),
    before: setup.linesBefore(record),
  };
}
