import type { ProfileName } from '../../model/language/profile.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Divergence } from './divergence.ts';
import { openPlayback, type Playback, type ReplayRequest } from './playback.ts';
import type { Replay } from './replay.ts';
import type { SessionFile } from './session-file.ts';

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
  /** The model where the replay stopped, unless it went to the end. */
  readonly state?: unknown;
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
  const playback = await openPlayback(file, model, request);
  try {
    const gone = goThrough(playback);
    const digest = gone.verdict === 'until' ? undefined : playback.digest();
    const problems = await playback.closeSession();
    const { identity, replay, skipped } = playback;
    return {
      target: identity.id,
      profile: identity.profile,
      exact: request.exact,
      steps: gone.steps,
      records: file.records,
      notes: skipped.concat(gone.notes),
      ...(gone.verdict === 'same' ? {} : { state: replay.state() }),
      ...weighed(gone, file, request.exact, replay, digest, problems),
    };
  } finally {
    await playback.close();
  }
}

type Gone = {
  readonly steps: number;
  readonly notes: readonly string[];
  readonly verdict: ReplayResult['verdict'];
  readonly divergence?: Divergence;
  readonly reason?: string;
};

function goThrough(playback: Playback): Gone {
  const notes: string[] = [];
  let count = 0;
  for (;;) {
    const played = playback.next();
    if (played.kind === 'until') return { steps: count, notes, verdict: 'until' };
    if (played.kind === 'end') {
      return { steps: count, notes, verdict: played.end.kind === 'whole' ? 'same' : 'truncated' };
    }
    count += 1;
    const { progress } = played;
    if (progress.kind === 'met') {
      if (progress.note !== undefined) notes.push(progress.note);
      continue;
    }
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
