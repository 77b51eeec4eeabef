import { createHash } from 'node:crypto';
import { TargetFailure } from '../../sut/target.ts';
import type { Verdict } from '../run/results.ts';
import { causeKey } from './cause.ts';
import { type Finding, oneOfEach } from './finding.ts';
import type { Genome } from './genome.ts';
import { brokenReport, hungReport, shrinkHang } from './hang.ts';
import { findingOf, type Investigated } from './investigate.ts';
import type { FuzzLane } from './lane.ts';
import type { Failed, Report } from './play.ts';
import { createSteering } from './steering.ts';

/** What a campaign is told. Either `runs` or `timeMs` ends it, whichever comes first. */
export type CampaignOptions = {
  readonly seed: number;
  readonly runs: number;
  readonly timeMs: number;
  /** Lanes at the same time; default 1. What is found does not depend on it. */
  readonly jobs?: number;
  /** False: sessions know nothing of what others met. Default true. */
  readonly steered?: boolean;
  /** Findings after which it stops; default 50. */
  readonly findingsMax?: number;
  /** Time that sessions under way have when it is over, before their lane is killed; default 3 s. */
  readonly graceMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Told as soon as it is small; `Campaign.findings` has the last word. */
  readonly onFinding?: (finding: Finding) => void;
};

/** How far a campaign is. */
export type Progress = {
  readonly runs: number;
  readonly actions: number;
  readonly findings: number;
  readonly coverage: number;
};

/** What a campaign found. Same seed, runs and options on a simulated target: the same, but for the time. */
export type Campaign = {
  readonly runs: number;
  readonly actions: number;
  readonly elapsedMs: number;
  /** SHA-256 (hex) over the trace hashes of all sessions. */
  readonly traceHash: string;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** What the model would not predict, by its reason: actions left out, never counted as passed. */
  readonly unknown: ReadonlyMap<string, number>;
  readonly coverage: number;
  readonly findings: readonly Finding[];
};

/**
 * Sessions are planned in batches: a batch knows what was met by all sessions up to `lag` batches before it, however many
 * lanes there are.
 */
const batchRuns = 8;
const lag = 8;
/** Time that shrinking has when the time of the campaign is over. */
const afterMs = 10_000;

type Met = { readonly run: number; readonly failed: Failed; count: number; small?: Investigated };
type State = {
  readonly options: CampaignOptions;
  readonly openLane: () => Promise<FuzzLane>;
  readonly startedAt: number;
  readonly lanes: Set<FuzzLane>;
  /** Lanes that play sessions now. */
  readonly playing: Set<FuzzLane>;
  readonly planned: (readonly Genome[])[];
  readonly reports: Map<number, Report>;
  readonly toInvestigate: Met[];
  readonly met: Map<string, Met>;
  readonly account: (report: Report) => void;
  plan(batch: number): void;
  merged: number;
  working: number;
  broken: unknown;
  /** Lanes without work, which may come. */
  readonly idle: (() => void)[];
};

/** Random sessions until the options end it. Rejects with TargetFailure when a target breaks or cannot be opened. */
export async function runCampaign(openLane: () => Promise<FuzzLane>, options: CampaignOptions): Promise<Campaign> {
  const steering = createSteering(options.seed, options.steered ?? true);
  const hash = createHash('sha256');
  const verdicts: Partial<Record<Verdict, number>> = {};
  const unknown = new Map<string, number>();
  const told: Finding[] = [];
  let actions = 0;
  const state: State = {
    options,
    openLane,
    startedAt: performance.now(),
    lanes: new Set(),
    playing: new Set(),
    planned: [],
    reports: new Map(),
    toInvestigate: [],
    met: new Map(),
    merged: 0,
    working: 0,
    broken: undefined,
    idle: [],
    plan(batch): void {
      const from = batch * batchRuns;
      const count = Math.min(batchRuns, options.runs - from);
      if (count > 0) state.planned.push(Array.from({ length: count }, (_, at) => steering.plan(from + at)));
    },
    account(report): void {
      hash.update(`${report.trace}\n`);
      verdicts[report.verdict] = (verdicts[report.verdict] ?? 0) + 1;
      actions += report.actions;
      for (const [reason, count] of report.unknown) unknown.set(reason, (unknown.get(reason) ?? 0) + count);
      steering.take(report.genome, report.news);
      meet(state, report);
      state.merged += 1;
      const { size } = state.met;
      options.onProgress?.({ runs: state.merged, actions, findings: size, coverage: steering.size() });
    },
  };
  for (let batch = 0; batch < lag; batch += 1) state.plan(batch);
  const release = endInTime(state);
  const tell = (finding: Finding): void => {
    if (oneOfEach([...told, finding]).length === told.length) return;
    told.push(finding);
    options.onFinding?.(finding);
  };
  try {
    await Promise.all(Array.from({ length: options.jobs ?? 1 }, () => work(state, tell)));
  } finally {
    release();
    await Promise.all([...state.lanes].map((lane) => lane.close().catch(() => undefined)));
  }
  if (state.broken !== undefined) throw state.broken;
  return {
    runs: state.merged,
    actions,
    elapsedMs: performance.now() - state.startedAt,
    traceHash: hash.digest('hex'),
    verdicts,
    unknown,
    coverage: steering.size(),
    findings: oneOfEach(findingsOf(state)),
  };
}

/** A lane in this thread, for targets that cannot be named in words. The target stays open. */
export function borrowing(lane: FuzzLane): () => Promise<FuzzLane> {
  return async () => ({ ...lane, close: async () => undefined });
}

function findingsOf({ met }: State): readonly Finding[] {
  return [...met.values()].flatMap(({ small, run, count }) =>
    small === undefined ? [] : [{ ...small, run, count, also: [] }],
  );
}

function timeLeft({ options, startedAt }: State): number {
  return options.timeMs - (performance.now() - startedAt);
}

/** No further session starts. */
function isOver(state: State): boolean {
  const { options, met, broken } = state;
  const isFull = met.size >= (options.findingsMax ?? 50);
  return isFull || broken !== undefined || options.signal?.aborted === true || timeLeft(state) <= 0;
}

function meet({ met, toInvestigate }: State, { genome, failed }: Report): void {
  if (failed === undefined) return;
  const key = causeKey(failed.cause);
  const before = met.get(key);
  if (before !== undefined) {
    before.count += 1;
    return;
  }
  const first: Met = { run: genome.run, failed, count: 1 };
  met.set(key, first);
  toInvestigate.push(first);
}

/** Takes what is there in the order of the sessions; each batch that is complete lets one more be planned. */
function merge(state: State): void {
  for (;;) {
    const report = state.reports.get(state.merged);
    if (report === undefined || state.met.size >= (state.options.findingsMax ?? 50)) break;
    state.reports.delete(state.merged);
    state.account(report);
    if (state.merged % batchRuns === 0) state.plan(state.merged / batchRuns - 1 + lag);
  }
  wake(state);
}

function wake({ idle }: State): void {
  for (const resolve of idle.splice(0)) resolve();
}

/** One lane's worth of work, until nothing is left to do. */
async function work(state: State, tell: (finding: Finding) => void): Promise<void> {
  let lane: FuzzLane | undefined;
  const opened = async (): Promise<FuzzLane> => {
    if (lane?.alive() !== true) {
      if (lane !== undefined) state.lanes.delete(lane);
      lane = await state.openLane();
      state.lanes.add(lane);
      if (state.options.signal?.aborted === true) lane.stop();
    }
    return lane;
  };
  try {
    for (;;) {
      const met = state.toInvestigate.shift();
      const batch = met === undefined && !isOver(state) ? state.planned.shift() : undefined;
      if (met === undefined && batch === undefined) {
        if (state.working === 0) break;
        await new Promise<void>((resolve) => void state.idle.push(resolve));
        continue;
      }
      state.working += 1;
      try {
        if (met !== undefined) await makeSmall(state, opened, met, tell);
        else if (batch !== undefined) await playBatch(state, opened, batch);
      } finally {
        state.working -= 1;
        wake(state);
      }
    }
    takeRest(state);
  } catch (error) {
    // a lane that was killed because the time is over is no broken target
    if (!(error instanceof TargetFailure && state.options.signal?.aborted === true)) state.broken ??= error;
    wake(state);
  }
}

/** What lies behind a gap when the time is over. */
function takeRest(state: State): void {
  if (state.working > 0 || state.met.size >= (state.options.findingsMax ?? 50)) return;
  for (const [run, report] of [...state.reports].sort(([one], [other]) => one - other)) {
    state.reports.delete(run);
    state.account(report);
  }
}

async function playBatch(state: State, opened: () => Promise<FuzzLane>, batch: readonly Genome[]): Promise<void> {
  const lane = await opened();
  let played = 0;
  state.playing.add(lane);
  const lost = await lane.sessions(batch, timeLeft(state), (report) => {
    played += 1;
    state.reports.set(report.genome.run, report);
  });
  state.playing.delete(lane);
  merge(state);
  const genome = batch[played];
  if (lost === undefined || genome === undefined || isOver(state)) return;
  const { seed } = state.options;
  const report =
    lost.lost === 'hang'
      ? await hungReport(opened, seed, genome, lost.message, () => isOver(state))
      : brokenReport(seed, genome, lost.message);
  if (report === undefined) return;
  state.reports.set(genome.run, report);
  const rest = batch.slice(played + 1);
  if (rest.length > 0) state.planned.unshift(rest);
  merge(state);
}

async function makeSmall(
  state: State,
  opened: () => Promise<FuzzLane>,
  met: Met,
  tell: (finding: Finding) => void,
): Promise<void> {
  const { failed, run, count } = met;
  const lane = await opened();
  const within = timeLeft(state) + afterMs;
  if ((failed.taken.length === 0 && failed.race === undefined) || isAborted(state))
    met.small = findingOf(lane, failed, failed.failure, failed.taken);
  else if (failed.cause.kind === 'hang') met.small = await shrinkHang(opened, failed, within);
  else {
    const found = await lane.investigate(failed, within);
    // a part of the session stands still, or the lane was killed: the finding stays as it was met
    met.small = 'lost' in found ? findingOf(lane, failed, failed.failure, failed.taken) : found;
  }
  tell({ ...met.small, run, count, also: [] });
}

function isAborted({ options: { signal } }: State): boolean {
  return signal?.aborted === true;
}

/** Lanes are asked to stop at an abort, and killed when they do not, or when their time is long over. */
function endInTime(state: State): () => void {
  const { signal, timeMs, graceMs = 3_000 } = state.options;
  const timers: NodeJS.Timeout[] = [];
  const onAbort = (): void => {
    for (const lane of state.lanes) lane.stop();
    timers.push(setTimeout(() => kill(state.lanes), graceMs));
  };
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  if (Number.isFinite(timeMs)) {
    timers.push(setTimeout(() => kill(state.playing), timeMs + graceMs));
    timers.push(setTimeout(() => kill(state.lanes), timeMs + afterMs + graceMs));
  }
  return () => {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}

function kill(lanes: ReadonlySet<FuzzLane>): void {
  for (const lane of lanes) lane.kill();
}
