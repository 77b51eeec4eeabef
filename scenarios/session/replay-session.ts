import type { ProfileName } from '../../model/language/profile.ts';
import { profileByName } from '../../model/language/profiles.ts';
import type { Session } from '../../sut/target.ts';
import { openTarget, type TargetSpec } from '../run/target-spec.ts';
import type { ModelWitness } from '../run/witness.ts';
import { type Divergence, linesBefore } from './divergence.ts';
import type { ReadEnd, ReadRecord } from './reader.ts';
import { type Replay, startReplay } from './replay.ts';
import { scriptedChooser } from './scripted-chooser.ts';
import { refuseRedacted, type SessionFile, sessionSteps } from './session-file.ts';
import type { RecordedStep } from './steps.ts';

/** Records that are not compared, told at most. */
const skippedMax = 100;

/** On what to replay. `exact`: the simulated target of the recorded profile, steered by the recorded decisions. */
export type ReplayRequest = {
  readonly spec: TargetSpec;
  readonly profile: ProfileName;
  readonly exact: boolean;
  /** Stop before the first record of this number or a later one. */
  readonly until?: number;
};

/** What became of a replay. */
export type ReplayResult = {
  readonly target: string;
  readonly profile: ProfileName;
  readonly exact: boolean;
  readonly steps: number;
  readonly records: number;
  /**
   * `same`: every record met; `truncated`: every record up to the cut; `until`: up to the record asked for; `failed`: as
   * recorded, and that is a failure.
   */
  readonly verdict: 'same' | 'truncated' | 'until' | 'diverged' | 'failed' | 'inconclusive';
  readonly divergence?: Divergence;
  readonly reason?: string;
  readonly notes: readonly string[];
  readonly traceHash?: string;
  /** The model when the replay stopped. */
  readonly state: unknown;
};

/**
 * Replays a checked session and stops at the first record that differs. Throws SessionProblem for a redacted one; rejects
 * with TargetFailure when the target breaks. Source: SLOG-07, SLOG-08, SLOG-13.
 */
export async function replaySession(
  file: SessionFile,
  model: ModelWitness,
  request: ReplayRequest,
): Promise<ReplayResult> {
  refuseRedacted(file);
  const chooser = request.exact ? scriptedChooser() : undefined;
  const target =
    chooser === undefined
      ? await openTarget(request.spec)
      : (await import('../../sut/simulated.ts')).createSimulatedTarget({ profile: request.profile, chooser });
  const { profile } = target.identity;
  const recent: string[] = [];
  let session: Session | undefined;
  try {
    session = await target.open({ scenario: file.head.scenario.name, shareable: false });
    const replay = startReplay({
      profile: profileByName[profile],
      model,
      session,
      observed: file.head.obs === true,
      clauses: file.head.clauses ?? [],
      linesBefore: () => recent.slice(0, -1).slice(-linesBefore),
      ...(chooser === undefined ? {} : { chooser }),
    });
    const skipped: string[] = [];
    const onRecord = ({ text }: ReadRecord): void => {
      recent.push(text);
      if (recent.length > linesBefore + 1) recent.shift();
    };
    const steps = sessionSteps(file, onRecord, (text) => {
      if (skipped.length < skippedMax) skipped.push(text);
    });
    const gone = goThrough(steps, replay, request.until);
    const digest = gone.verdict === 'until' ? undefined : session.digest?.();
    const problems = await session.close();
    session = undefined;
    const common = { target: target.identity.id, profile, exact: request.exact, records: file.records };
    const result = { ...common, steps: gone.steps, notes: [...skipped, ...gone.notes], state: replay.state() };
    return { ...result, ...weighed(gone, file, request.exact, replay, digest, problems) };
  } finally {
    await session?.close().catch(() => []);
    await target.shutdown();
  }
}

type Gone = {
  readonly steps: number;
  readonly notes: readonly string[];
  readonly verdict: ReplayResult['verdict'];
  readonly divergence?: Divergence;
  readonly reason?: string;
};

function goThrough(steps: Generator<RecordedStep, ReadEnd>, replay: Replay, until: number | undefined): Gone {
  const notes: string[] = [];
  let count = 0;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { steps: count, notes, verdict: value.kind === 'whole' ? 'same' : 'truncated' };
    if (until !== undefined && (value.seenRecord ?? value.record) >= until) {
      steps.return({ kind: 'truncated', i: until, line: 0, offset: 0 });
      return { steps: count, notes, verdict: 'until' };
    }
    count += 1;
    const progress = replay.step(value);
    if (progress.kind === 'met') {
      if (progress.note !== undefined) notes.push(progress.note);
      continue;
    }
    steps.return({ kind: 'truncated', i: 0, line: 0, offset: 0 });
    if (progress.kind === 'inconclusive')
      return { steps: count, notes, verdict: 'inconclusive', reason: progress.reason };
    return { steps: count, notes, verdict: progress.kind, divergence: progress.divergence };
  }
}

type Weighed = Pick<ReplayResult, 'verdict' | 'divergence' | 'reason' | 'traceHash'>;

/** The end of an exact replay must be the recorded one too: inner trace, trace hash, verdict. */
function weighed(
  gone: Gone,
  file: SessionFile,
  exact: boolean,
  replay: Replay,
  digest: string | undefined,
  problems: readonly string[],
): Weighed {
  const { verdict, divergence, reason } = gone;
  const plain = {
    verdict,
    ...(divergence === undefined ? {} : { divergence }),
    ...(reason === undefined ? {} : { reason }),
  };
  if (!exact || file.end.kind !== 'whole' || (verdict !== 'same' && verdict !== 'failed')) return plain;
  const { state, trace, result } = file.end.end;
  const traceHash = replay.traceHash(digest);
  const atEnd = (kind: Divergence['kind'], text: string): Weighed => ({
    verdict: 'diverged',
    traceHash,
    divergence: {
      kind,
      text,
      record: file.records - 1,
      step: gone.steps,
      tNs: '0',
      clauses: ['SLOG-05'],
      changes: [],
      before: [],
    },
  });
  if (state !== (digest ?? '')) return atEnd('digest', `inner trace, recorded / replayed: ${state} / ${digest}`);
  if (trace !== undefined && trace !== traceHash) {
    return atEnd('digest', `trace hash, recorded / replayed: ${trace} / ${traceHash}`);
  }
  if (result === 'stopped') {
    return {
      verdict: 'inconclusive',
      traceHash,
      reason: 'the recorded run was stopped before its end; so far as it went, the replay is the same',
    };
  }
  const failed = verdict === 'failed' || problems.length > 0;
  if (failed !== (result === 'fail')) {
    return atEnd('result', `the recorded run ended with ${result}, the replay with ${failed ? 'fail' : 'pass'}`);
  }
  if (!failed || divergence !== undefined) return { ...plain, traceHash };
  return { ...atEnd('result', problems.join('; ')), verdict: 'failed' };
}
