import { createSimulatedTarget } from '../../sut/simulated.ts';
import { type CampaignOptions, runCampaign } from '../fuzz/campaign.ts';
import { emptyCoverage } from '../fuzz/coverage.ts';
import type { Genome } from '../fuzz/genome.ts';
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
const turns = 3;
const sessionsEach = 60;
const bookMin = 5;
const jobsMin = 1.8;
const steeredMin = 1;
const megabyte = 1024 * 1024;
const heldMax = 16 * megabyte;
const flatSessions = 1500;
const jobRuns = 400;

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

async function oneCampaign(jobs: number): Promise<number> {
  const spec = { kind: 'simulated', profile: 'design' } as const;
  const options: CampaignOptions = { seed: 1, runs: jobRuns, timeMs: Number.POSITIVE_INFINITY, jobs, findingsMax: 1e9 };
  const lanes = await Promise.all(
    Array.from({ length: jobs }, () =>
      remoteFuzzLane(threadChannel(), true, spec, { ...setup, only: ['fdset', 'getfd', 'open'] }, patienceOfThreads),
    ),
  );
  const { elapsedMs } = await runCampaign(
    async () => lanes.pop() ?? Promise.reject(new Error('a lane was lost')),
    options,
  );
  return elapsedMs;
}

/** Target figures of fuzz: against fast-check's own commands, steering, memory, and threads. */
export async function* fuzzing(): AsyncGenerator<Figure> {
  const model = await loadModel();
  const warm = await played(model, 7, sessionsEach);
  const commandsMax = await bookLength(model, warm.actions / warm.sessions);
  const ratios: number[] = [];
  let lengths = '';
  for (let turn = 0; turn < turns; turn += 1) {
    const ours = await played(model, turn, sessionsEach);
    const book = await bookRuns(target, model, sessionsEach, commandsMax);
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
  const speedups: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) speedups.push((await oneCampaign(1)) / (await oneCampaign(2)));
  const speedup = median(speedups);
  yield {
    name: 'fuzz: two jobs against one',
    value: `${speedup.toFixed(2)} times`,
    wanted: `at least ${jobsMin} times`,
    met: speedup >= jobsMin,
  };
}
