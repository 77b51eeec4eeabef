import type { Inside } from '../../model/language/inside.ts';
import type { ProfileName } from '../../model/language/profile.ts';
import type { Session, TargetIdentity } from '../../sut/target.ts';
import { numbersAtStart } from '../run/descriptor-numbers.ts';
import { judgedProfile } from '../run/judged-profile.ts';
import { openTarget, type TargetSpec } from '../run/target-spec.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { ReadEnd } from './reader.ts';
import { happeningsSince } from './record.ts';
import { type Replay, type ReplayProgress, startReplay } from './replay.ts';
import { scriptedChooser } from './scripted-chooser.ts';
import { linesBefore, refuseRedacted, type SessionFile, sessionSteps } from './session-file.ts';
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

type Simulation = typeof import('../../sut/simulated.ts');
let loaded: Simulation | undefined;

/** Loaded when it is first needed; to ask Node for it each time costs as much as some steps. */
async function simulation(): Promise<Simulation> {
  loaded ??= await import('../../sut/simulated.ts');
  return loaded;
}

/** One step as it was played. */
export type PlayedStep = { readonly kind: 'played'; readonly step: RecordedStep; readonly progress: ReplayProgress };

/** A session that is being played, a step at a time. */
export type Playback = {
  readonly identity: TargetIdentity;
  readonly replay: Replay;
  /** Plays one step; `end` when there is none left, `until` when the next one belongs to the record asked for. */
  next(): PlayedStep | { readonly kind: 'end'; readonly end: ReadEnd } | { readonly kind: 'until' };
  /** What is not compared, at most a hundred lines of it. */
  readonly skipped: readonly string[];
  /** What is inside both witnesses now, as far as they can be looked at. */
  inside(): { readonly model?: Inside; readonly engine?: Inside };
  digest(): string | undefined;
  /** Ends the session; tells what was wrong with it. */
  closeSession(): Promise<readonly string[]>;
  /** Ends session and target. */
  close(): Promise<void>;
};

/**
 * Opens a checked session for playing, on a target of its own. Throws SessionProblem for a redacted one; rejects with
 * TargetFailure when the target breaks. Source: SLOG-07, SLOG-13.
 */
export async function openPlayback(file: SessionFile, model: ModelWitness, request: ReplayRequest): Promise<Playback> {
  refuseRedacted(file);
  const chooser = request.exact ? scriptedChooser() : undefined;
  const target =
    chooser === undefined
      ? await openTarget(request.spec)
      : (await simulation()).createSimulatedTarget({ profile: request.profile, chooser });
  const skipped: string[] = [];
  let session: Session | undefined;
  try {
    session = await target.open({ scenario: file.head.scenario.name, shareable: false });
  } catch (error) {
    await target.shutdown();
    throw error;
  }
  const own = session;
  const replay = startReplay({
    profile: judgedProfile(target.identity),
    model,
    session,
    observed: file.head.obs === true,
    numbers: numbersAtStart(target.capabilities),
    happenings: file.head.ver[1] >= happeningsSince,
    clauses: file.head.clauses ?? [],
    linesBefore: (record) => linesBefore(file, record),
    ...(chooser === undefined ? {} : { chooser }),
  });
  const steps = sessionSteps(file, (text) => {
    if (skipped.length < skippedMax) skipped.push(text);
  });
  const closeSession = async (): Promise<readonly string[]> => {
    const open = session;
    session = undefined;
    return open === undefined ? [] : open.close();
  };
  return {
    identity: target.identity,
    replay,
    skipped,
    next: () => playNext(steps, replay, request.until),
    inside: () => {
      const engine = own.inside?.();
      const seen = model.inside?.(replay.modelState());
      return { ...(seen === undefined ? {} : { model: seen }), ...(engine === undefined ? {} : { engine }) };
    },
    digest: () => own.digest?.(),
    closeSession,
    close: async () => {
      steps.return({ kind: 'truncated', i: 0, line: 0, offset: 0 });
      await closeSession().catch(() => []);
      await target.shutdown();
    },
  };
}

function playNext(
  steps: Generator<RecordedStep, ReadEnd>,
  replay: Replay,
  until: number | undefined,
): ReturnType<Playback['next']> {
  const { done, value } = steps.next();
  if (done) return { kind: 'end', end: value };
  if (until !== undefined && (value.seenRecord ?? value.record) >= until) return { kind: 'until' };
  return { kind: 'played', step: value, progress: replay.step(value) };
}
