import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile, ProfileName } from '../../model/language/profile.ts';
import { type Session, type Target, TargetFailure } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { isShareable, notApplicableReason } from './applicability.ts';
import { numbersAtStart } from './descriptor-numbers.ts';
import { judgedProfile } from './judged-profile.ts';
import { type Lockstep, runLockstep, type StepSource } from './lockstep.ts';
import type { Failure, ScenarioResult, StepRecord } from './results.ts';
import { traceHash } from './trace-hash.ts';
import type { ModelWitness } from './witness.ts';

/** Limits of one scenario, and where it leaves what its failure is studied with. */
export type ScenarioLimits = {
  /** Wall time after which the answer is `unknown`, asked between steps. */
  readonly timeoutMs: number;
  /** A folder; absent: nothing is kept. */
  readonly artifacts?: string;
};

/**
 * Runs one scenario on one target, against the model of the target's profile. Never rejects for what the system under
 * test does; a broken target (TargetFailure) is passed on. Deviations and strength are not weighed here.
 */
export async function runScenario(
  target: Target,
  model: ModelWitness,
  scenario: Scenario,
  limits: ScenarioLimits,
  source?: StepSource,
): Promise<ScenarioResult> {
  return (await witnessScenario(target, model, scenario, limits, source)).result;
}

/** By other rules than those of the target's profile, and by whose literals. */
export type OtherJudges = { readonly profile: Profile; readonly literals: readonly ProfileName[] };
/** What became of a scenario, with everything that was seen whether it passed or not. */
export type Witnessed = { readonly result: ScenarioResult; readonly steps: readonly StepRecord[] };

/** The same, with what was seen; `judges` take the place of the target's profile, and let a scenario speak about any. */
export async function witnessScenario(
  target: Target,
  model: ModelWitness,
  scenario: Scenario,
  limits: ScenarioLimits,
  source?: StepSource,
  judges?: OtherJudges,
): Promise<Witnessed> {
  const { id, title, clauses } = scenario;
  const head = { id, title, clauses };
  const reason = notApplicableReason(scenario, target, judges !== undefined);
  if (reason !== undefined) return { result: { ...head, verdict: 'not-applicable', durationMs: 0, reason }, steps: [] };
  const startedAt = performance.now();
  if (scenario.schedule !== undefined) {
    const { runSchedule } = await import('../explore/run-schedule.ts');
    return { result: { ...head, ...runSchedule(scenario, scenario.schedule) }, steps: [] };
  }
  const timeLeftMs = (): number => limits.timeoutMs - (performance.now() - startedAt);
  const { profile, literals } = judges ?? { profile: judgedProfile(target.identity), literals: [] };
  const shareable = isShareable(scenario);
  const session = await target.open({ scenario: scenario.id, shareable });
  const folder = limits.artifacts === undefined ? undefined : join(limits.artifacts, scenario.id);
  const run = (): Lockstep =>
    runLockstep({
      scenario,
      profile,
      ...(literals.length > 0 ? { literals } : {}),
      model,
      session,
      timeLeftMs,
      numbers: numbersAtStart(target.capabilities),
      ...(source === undefined ? {} : { source }),
    });
  const ran = await sessionRun(session, run, folder);
  const { lockstep } = ran;
  const durationMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
  const { steps } = lockstep;
  const ended = resultOf(ran, scenario);
  if (ended.verdict === 'not-applicable') return { result: { ...head, durationMs, ...ended }, steps };
  const hash = traceHash(lockstep.traced, ran.digest);
  return { result: { id, title, clauses, durationMs, traceHash: hash, ...ended }, steps };
}

/** The verdict of a run that came to its end, and what belongs to it. */
function resultOf(
  ran: SessionRun,
  scenario: Scenario,
): Pick<ScenarioResult, 'verdict' | 'failure' | 'reason' | 'steps'> {
  const { end, steps } = ran.lockstep;
  const failure = failureOf(ran, scenario);
  if (failure !== undefined) return { verdict: 'failed', failure, steps };
  switch (end.kind) {
    case 'limit':
      return { verdict: 'unknown', reason: `a limit was met: ${end.limit}`, steps };
    case 'not-applicable':
      return { verdict: 'not-applicable', reason: end.reason };
    default:
      return { verdict: 'passed' };
  }
}

type SessionRun = {
  readonly lockstep: Lockstep;
  readonly digest: string | undefined;
  readonly problems: readonly string[];
  readonly artifacts: string | undefined;
};

async function sessionRun(session: Session, run: () => Lockstep, folder: string | undefined): Promise<SessionRun> {
  let lockstep: Lockstep;
  try {
    lockstep = run();
  } catch (error) {
    await session.close().catch(() => []); // the target is broken already: its first failure tells more
    throw error;
  }
  const digest = session.digest?.();
  const artifacts = lockstep.end.kind === 'failed' ? savedArtifacts(session, folder) : undefined;
  try {
    return { lockstep, digest, artifacts, problems: await session.close() };
  } catch (error) {
    if (error instanceof TargetFailure) throw error;
    return { lockstep, digest, artifacts, problems: [`closing the session failed: ${String(error)}`] };
  }
}

/** The folder, if the target left anything there. Not being able to write does not change the verdict. */
function savedArtifacts(session: Session, folder: string | undefined): string | undefined {
  if (folder === undefined || session.saveArtifacts === undefined) return undefined;
  try {
    mkdirSync(folder, { recursive: true });
    session.saveArtifacts(folder);
    return folder;
  } catch (error) {
    return `none (${error instanceof Error ? error.message : String(error)})`;
  }
}

function failureOf({ lockstep, problems, artifacts }: SessionRun, scenario: Scenario): Failure | undefined {
  const kept = artifacts === undefined ? {} : { artifacts };
  if (lockstep.end.kind === 'failed') {
    const { failure } = lockstep.end;
    const also = problems.length === 0 ? '' : `; at the end also: ${problems.join('; ')}`;
    return { ...failure, ...kept, message: `${failure.message}${also}` };
  }
  if (problems.length === 0) return undefined;
  const { steps, clauses } = scenario;
  return { kind: endKind(problems), step: steps.length, message: problems.join('; '), clauses };
}

/** The target's closing words begin with what happened: `died…`, `hang…`, anything else is something left behind. */
function endKind(problems: readonly string[]): Failure['kind'] {
  if (problems.some((problem) => /^(died|crash)/i.test(problem))) return 'died';
  return problems.some((problem) => /^(hang|hung)/i.test(problem)) ? 'hang' : 'leak';
}
