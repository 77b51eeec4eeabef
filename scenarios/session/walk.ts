import { clausesAbout } from './clauses-about.ts';
import type { Playback, PlayedStep } from './playback.ts';
import type { HeadRecord } from './record.ts';
import type { SessionFile } from './session-file.ts';
import type { SessionView, StepView } from './step-view.ts';

/** Views kept at once: beyond it the oldest are forgotten, and going back stops there. */
const keptMax = 20_000;

/** A session that is walked forwards, with all that was seen on the way kept for going back. */
export type Walk = {
  /** The step of this index, played when it was not yet; undefined beyond the end or when it is forgotten. */
  at(index: number): StepView | undefined;
  /** The first one that is kept, and how many were played. */
  first(): number;
  played(): number;
  /** How the session ends, in words, once its end was met. */
  end(): string | undefined;
  /** Resolves when this step was played, or there is none, if that is done elsewhere: `at` plays nothing then. */
  reach?(index: number): Promise<void>;
};

/** A walk along a playback, which the caller closes. */
export function startWalk(file: SessionFile, playback: Playback): Walk {
  const views: StepView[] = [];
  let forgotten = 0;
  let end: string | undefined;
  const step = (): void => {
    const played = playback.next();
    if (played.kind !== 'played') {
      end = endText(file, played.kind);
      return;
    }
    views.push(viewOf(forgotten + views.length, played, playback, file.head));
    if (views.length > keptMax) {
      views.shift();
      forgotten += 1;
    }
    const { mark } = views[views.length - 1] ?? { mark: 'same' };
    if (mark === 'differs' || mark === 'fails' || mark === 'inconclusive') end = `it ends here: ${endWords[mark]}`;
  };
  return {
    at(index) {
      while (end === undefined && index >= forgotten + views.length) step();
      return views[index - forgotten];
    },
    first: () => forgotten,
    played: () => forgotten + views.length,
    end: () => end,
  };
}

const endWords = {
  differs: 'later differences are consequences',
  fails: 'the recorded run failed here too',
  inconclusive: 'nothing can be said beyond this',
};

function endText({ end }: SessionFile, how: 'end' | 'until'): string {
  if (how === 'until') return 'the record asked for';
  if (end.kind === 'truncated')
    return `the session is truncated at record ${end.i}${end.problem === undefined ? '' : `: ${end.problem}`}`;
  return `the end of the session (${end.end.result})`;
}

function viewOf(index: number, { step, progress }: PlayedStep, playback: Playback, head: HeadRecord): StepView {
  const { at, record, seenRecord, tNs, action, seen, decisions, happened } = step;
  const divergence = progress.kind === 'diverged' || progress.kind === 'failed' ? progress.divergence : undefined;
  const witnessed = progress.kind === 'met' ? progress.witnessed : undefined;
  const replayed = divergence?.replayed ?? witnessed?.replayed;
  const text = divergence?.text ?? (progress.kind === 'inconclusive' ? progress.reason : undefined);
  const note = progress.kind === 'met' ? progress.note : undefined;
  return {
    index,
    at,
    record,
    ...(seenRecord === undefined ? {} : { seenRecord }),
    tNs,
    action,
    ...(seen === undefined ? {} : { recorded: seen }),
    ...(replayed === undefined ? {} : { replayed }),
    model: divergence?.model ?? witnessed?.model ?? [],
    decisions: decisions?.n ?? 0,
    deviations: decisions?.x.length ?? 0,
    happened,
    mark: markOf(progress.kind, seen === undefined),
    ...(text === undefined && note === undefined ? {} : { text: text ?? note ?? '' }),
    clauses: divergence?.clauses ?? clausesAbout(action, [seen], head.clauses ?? []),
    inside: playback.inside(),
  };
}

function markOf(kind: PlayedStep['progress']['kind'], isUnseen: boolean): StepView['mark'] {
  if (kind === 'diverged') return 'differs';
  if (kind === 'failed') return 'fails';
  if (kind === 'inconclusive') return 'inconclusive';
  return isUnseen ? 'unseen' : 'same';
}

/** Steps of a page at most: the last ones, where it ends. */
const pageStepsMax = 1000;

/** The whole session as it is walked to its end; of a long one the last thousand steps. */
export function sessionView(file: SessionFile, playback: Playback): SessionView {
  const walk = startWalk(file, playback);
  for (let at = 0; walk.end() === undefined; at += 1) walk.at(at);
  const from = Math.max(walk.first(), walk.played() - pageStepsMax);
  const steps = Array.from({ length: walk.played() - from }, (_, at) => walk.at(from + at));
  const { head, path, records } = file;
  return {
    file: path,
    scenario: head.scenario.name,
    ...(head.title === undefined ? {} : { title: head.title }),
    recordedOn: head.target?.id ?? head.variant,
    replayedOn: playback.identity.id,
    records,
    steps: steps.filter((step): step is StepView => step !== undefined),
    end: walk.end() ?? '',
    left: from,
  };
}
