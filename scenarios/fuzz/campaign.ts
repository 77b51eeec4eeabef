import { createHash } from 'node:crypto';
import { profileByName } from '../../model/language/profiles.ts';
import type { Target } from '../../sut/target.ts';
import type { Verdict } from '../run/results.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Step } from '../scenario.ts';
import type { AreaName } from './area.ts';
import { causeKey, causeOf, isSameCause } from './cause.ts';
import { type Coverage, emptyCoverage } from './coverage.ts';
import { drawing, sessionSeed } from './draw.ts';
import { classOf, type Finding, nameOf, withExpectation } from './finding.ts';
import { quirkBehind } from './quirk-behind.ts';
import { fuzzSession } from './session.ts';
import { scenarioOf, shrinkSteps } from './shrink.ts';
import { drawSwarm, type Swarm, type SwarmBounds } from './swarm.ts';

/** What a campaign is told. Either `runs` or `timeMs` ends it, whichever comes first. */
export type CampaignOptions = {
  readonly seed: number;
  readonly runs: number;
  readonly timeMs: number;
  readonly only: readonly AreaName[];
  readonly faults: boolean;
  /** Actions of a session at most; default 60. */
  readonly lengthMax?: number;
  /** Findings after which it stops; default 50. */
  readonly findingsMax?: number;
  /** Runs that shrinking one finding may take. */
  readonly shrinkAttempts: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
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

/** Time of one session; a real system that hangs is told by its patience long before. */
const sessionMs = 60_000;
/** Shrinking ends then, however small it is by then. */
const shrinkMs = 60_000;
/** Configurations that brought news are kept, the newest of them. */
const keptMax = 64;
/** The share of sessions that repeat a configuration that brought news. */
const repeatShare = 0.35;

/** A configuration that brought something new, and how much. */
type Kept = { readonly swarm: Swarm; readonly weight: number };

/** Random sessions on a target until the options end it. The target stays open. Rejects with TargetFailure. */
export async function runCampaign(target: Target, model: ModelWitness, options: CampaignOptions): Promise<Campaign> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const coverage = emptyCoverage();
  const hash = createHash('sha256');
  const verdicts: Partial<Record<Verdict, number>> = {};
  const unknown = new Map<string, number>();
  const found = new Map<string, Finding>();
  const kept: Kept[] = [];
  let runs = 0;
  let actions = 0;
  for (; runs < options.runs && elapsed() < options.timeMs && options.signal?.aborted !== true; runs += 1) {
    const one = await runOne(target, model, options, { run: runs, coverage, kept });
    hash.update(`${one.result.traceHash ?? one.result.verdict}\n`);
    verdicts[one.result.verdict] = (verdicts[one.result.verdict] ?? 0) + 1;
    actions += one.taken.length;
    for (const [reason, count] of one.unknown) unknown.set(reason, (unknown.get(reason) ?? 0) + count);
    const cause = causeOf(one.result);
    if (cause !== undefined) {
      const before = found.get(causeKey(cause));
      if (before !== undefined) found.set(causeKey(cause), { ...before, count: before.count + 1 });
      else {
        const finding = await findingOf(target, model, options, { ...one, run: runs });
        if (finding !== undefined) {
          found.set(causeKey(cause), finding);
          options.onFinding?.(finding);
        }
      }
      if (found.size >= (options.findingsMax ?? 50)) break;
    }
    options.onProgress?.({ runs: runs + 1, actions, findings: found.size, coverage: coverage.size() });
    if (runs % 50 === 0) await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard
  }
  return {
    runs,
    actions,
    elapsedMs: elapsed(),
    traceHash: hash.digest('hex'),
    verdicts,
    unknown,
    coverage: coverage.size(),
    findings: [...found.values()],
  };
}

type Ran = {
  readonly swarm: Swarm;
  readonly taken: readonly Step[];
  readonly unknown: ReadonlyMap<string, number>;
  readonly result: Awaited<ReturnType<typeof runScenario>>;
};

async function runOne(
  target: Target,
  model: ModelWitness,
  options: CampaignOptions,
  at: { readonly run: number; readonly coverage: Coverage; readonly kept: Kept[] },
): Promise<Ran> {
  const { identity, capabilities } = target;
  const draw = drawing(sessionSeed(options.seed, at.run));
  const bounds: SwarmBounds = {
    capabilities,
    only: options.only,
    faults: options.faults,
    lengthMax: options.lengthMax ?? 60,
  };
  const swarm =
    at.kept.length > 0 && draw.chance(repeatShare)
      ? weighted(at.kept, draw.below(at.kept.reduce((sum, { weight }) => sum + weight, 0)))
      : drawSwarm(draw, bounds);
  const session = fuzzSession({
    draw,
    swarm,
    profile: profileByName[identity.profile],
    simulated: capabilities.has('virtual-time'),
    coverage: at.coverage,
  });
  const clauses = swarm.areas.flatMap((area) => area.clauses);
  const scenario = scenarioOf(`fuzz/session-${at.run}`, 'a random session', clauses, []);
  const result = await runScenario(target, model, scenario, { timeoutMs: sessionMs }, session);
  const news = session.news();
  if (news > 0) at.kept.push({ swarm, weight: news });
  if (at.kept.length > keptMax) at.kept.shift();
  return { swarm, taken: session.taken, unknown: session.unknown, result };
}

function weighted(kept: readonly Kept[], at: number): Swarm {
  let left = at;
  for (const { swarm, weight } of kept) {
    left -= weight;
    if (left < 0) return swarm;
  }
  throw new RangeError('a weight beyond the sum');
}

/** The failure, shrunk on the target itself and named; undefined when it does not come again. */
async function findingOf(
  target: Target,
  model: ModelWitness,
  options: CampaignOptions,
  { swarm, taken, result, run }: Ran & { readonly run: number },
): Promise<Finding | undefined> {
  const cause = causeOf(result);
  if (cause === undefined || result.failure === undefined) return undefined;
  const clauses = [...new Set(swarm.areas.flatMap((area) => area.clauses))];
  const limits = { timeoutMs: sessionMs };
  const again = (steps: readonly Step[], witness = model) =>
    runScenario(target, witness, scenarioOf('fuzz/shrink', 'a part of a session', clauses, steps), limits);
  const startedAt = performance.now();
  let failure = result.failure;
  const stillFails = async (steps: readonly Step[]): Promise<number | undefined> => {
    const ran = await again(steps);
    if (ran.failure === undefined || !isSameCause(causeOf(ran), cause)) return undefined;
    failure = ran.failure;
    return ran.failure.step + 1;
  };
  const needed = await stillFails(taken);
  const { steps } = await shrinkSteps(
    taken.slice(0, needed ?? taken.length),
    stillFails,
    needed === undefined ? 0 : options.shrinkAttempts,
    () => performance.now() - startedAt > shrinkMs || options.signal?.aborted === true,
  );
  const { profile } = target.identity;
  const own = profileByName[profile];
  const explain = needed === undefined ? async () => undefined : quirkBehind;
  const quirk = await explain(own, async (variant) => {
    const witness = { start: () => model.start(variant), step: model.step };
    return (await again(steps, witness)).verdict === 'passed';
  });
  const name = nameOf(cause);
  const title = `found by fuzz: ${failure.message.split('\n')[0] ?? ''}`.slice(0, 200);
  const expected = withExpectation(steps, failure.model ?? [], profile);
  return {
    name,
    cause,
    classification: quirk === undefined ? classOf(failure) : 'known quirk',
    ...(quirk === undefined ? {} : { quirk }),
    clauses,
    message: failure.message,
    model: failure.model ?? [],
    ...(failure.target === undefined ? {} : { target: failure.target }),
    run,
    count: 1,
    actions: taken.length,
    actionsLeft: steps.length,
    reproduced: needed !== undefined,
    scenario: scenarioOf(`fuzz/${name}`, title, clauses, expected),
  };
}
