import { createSimulatedTarget } from '../../sut/simulated.ts';
import { borrowing, type CampaignOptions, runCampaign } from '../fuzz/campaign.ts';
import { emptyCoverage } from '../fuzz/coverage.ts';
import type { Genome } from '../fuzz/genome.ts';
import type { FuzzLane } from '../fuzz/lane.ts';
import { type FuzzSetup, playSession } from '../fuzz/play.ts';
import { patienceOfThreads, remoteFuzzLane } from '../fuzz/remote-lane.ts';
import { createSteering } from '../fuzz/steering.ts';
import { threadChannel } from '../run/job-channel.ts';
import { loadModel, type ModelWitness } from '../run/witness.ts';
import { type BookRuns, bookRuns, cpuMs } from './by-the-book.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const target = createSimulatedTarget({ profile: 'design' });
const setup: FuzzSetup = { seed: 1, only: [], faults: false, shrinkAttempts: 0 };
const turns = 5;
const sessionsEach = 120;
const bookMin = 5;
const jobsMin = 1.8;
const steeredMin = 1;
const megabyte = 1024 * 1024;
const heldMax = 16 * megabyte;
const flatSessions = 1500;
const jobRuns = 1000;
/** After so many sessions all that is hot has been compiled: a campaign of ten minutes has twenty thousand and more. */
const warmRuns = 6000;

/** Sessions of fuzz with all its checks, one after the other in this thread. */
async function played(
  model: ModelWitness,
  seed: number,
  sessions: number,
  steered = true,
): Promise<BookRuns & { readonly coverage: number }> {
  const steering = createSteering(seed, steered);
  const coverage = emptyCoverage();
  let actions = 0;
  const startedAt = cpuMs();
  for (let run = 0; run < sessions; run += 1) {
    const genome: Genome = steering.plan(run);
    const report = await playSession(target, model, { ...setup, seed }, genome, coverage);
    steering.take(genome, report.news);
    actions += report.actions;
  }
  return { actions, sessions, cpuMs: cpuMs() - startedAt, coverage: steering.size() };
}

const rate = ({ actions, cpuMs }: BookRuns): number => actions / cpuMs;

/** Commands of the book so that a session performs as many actions as one of fuzz. */
async function bookLength(model: ModelWitness, wanted: number): Promise<number> {
  let commandsMax = 100;
  for (let turn = 0; turn < 3; turn += 1) {
    const { actions, sessions } = await bookRuns(target, model, 30, commandsMax);
    commandsMax = Math.max(20, Math.round((commandsMax * wanted) / Math.max(1, actions / sessions)));
  }
  return Math.min(commandsMax, 2000);
}

/** Lanes that were warmed: what a thread compiles at first is a matter of its first seconds, not of its rate. */
async function warmLanes(count: number): Promise<readonly FuzzLane[]> {
  const spec = { kind: 'simulated', profile: 'design' } as const;
  const opened = Array.from({ length: count }, () =>
    remoteFuzzLane(threadChannel(), true, spec, { ...setup, only: ['fdset', 'getfd', 'open'] }, patienceOfThreads),
  );
  const lanes = await Promise.all(opened);
  await Promise.all(lanes.map((lane) => campaignOn([lane], warmRuns)));
  return lanes;
}

/** The same sessions whatever the lanes, which stay open. */
async function campaignOn(lanes: readonly FuzzLane[], runs: number): Promise<{ wallMs: number; cpuMs: number }> {
  const options: CampaignOptions = {
    seed: 1,
    runs,
    timeMs: Number.POSITIVE_INFINITY,
    jobs: lanes.length,
    steered: false,
    findingsMax: 1e9,
  };
  const left = lanes.map(borrowing);
  const startedAt = cpuMs();
  const { elapsedMs } = await runCampaign(
    () => left.pop()?.() ?? Promise.reject(new Error('a lane was lost')),
    options,
  );
  return { wallMs: elapsedMs, cpuMs: cpuMs() - startedAt };
}

/** Two lanes against one, and what the second costs: more time of the processor for the same sessions. */
async function* jobsFigure(): AsyncGenerator<Figure> {
  const lanes = await warmLanes(2);
  const speedups: number[] = [];
  const costs: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const one = await campaignOn(lanes.slice(0, 1), jobRuns);
    const two = await campaignOn(lanes, jobRuns);
    speedups.push(one.wallMs / two.wallMs);
    costs.push(two.cpuMs / one.cpuMs);
  }
  await Promise.all(lanes.map((lane) => lane.close()));
  const speedup = median(speedups);
  yield {
    name: 'fuzz: two jobs against one, both warm',
    value: `${speedup.toFixed(2)} times (at ${median(costs).toFixed(2)} times the processor)`,
    wanted: `at least ${jobsMin} times`,
    met: speedup >= jobsMin,
  };
}

/** Target figures of fuzz: against fast-check's own commands, steering, memory, and threads. */
export async function* fuzzing(): AsyncGenerator<Figure> {
  const model = await loadModel();
  const warm = await played(model, 7, sessionsEach);
  const commandsMax = await bookLength(model, warm.actions / warm.sessions);
  const ratios: number[] = [];
  let lengths = '';
  for (let turn = -1; turn < turns; turn += 1) {
    const ours = await played(model, turn, sessionsEach);
    const book = await bookRuns(target, model, sessionsEach, commandsMax);
    if (turn < 0) continue; // compiles
    ratios.push(rate(ours) / rate(book));
    lengths = `${(ours.actions / ours.sessions).toFixed(0)} and ${(book.actions / book.sessions).toFixed(0)} actions a session`;
  }
  const ratio = median(ratios);
  yield {
    name: `fuzz: actions per second of the processor against fc.commands and fc.modelRun (${lengths})`,
    value: `${ratio.toFixed(2)} times`,
    wanted: `at least ${bookMin} times`,
    met: ratio >= bookMin,
  };
  const [steered, unsteered] = [await played(model, 1, 1000), await played(model, 1, 1000, false)];
  const gain = steered.coverage / unsteered.coverage;
  yield {
    name: `fuzz: things seen in 1000 sessions, steered (${steered.coverage}) against unsteered (${unsteered.coverage})`,
    value: `${gain.toFixed(2)} times`,
    wanted: `more than ${steeredMin} times`,
    met: gain > steeredMin,
  };
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await played(model, 2, flatSessions);
  globalThis.gc?.();
  const held = process.memoryUsage().heapUsed - before;
  yield {
    name: `fuzz: memory held after ${flatSessions} more sessions`,
    value: `${(held / megabyte).toFixed(1)} MB`,
    wanted: `at most ${heldMax / megabyte} MB`,
    met: held <= heldMax,
  };
  yield* jobsFigure();
}
