import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Session, type Target, TargetFailure } from '../../sut/target.ts';
import type { Scenario } from '../scenario.ts';
import { isShareable, notApplicableReason } from './applicability.ts';
import { judgedProfile } from './judged-profile.ts';
import { type Lockstep, runLockstep, type StepSource } from './lockstep.ts';
import type { Failure, ScenarioResult } from './results.ts';
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
  const { id, title, clauses } = scenario;
  const head = { id, title, clauses };
  const reason = notApplicableReason(scenario, target);
  if (reason !== undefined) return { ...head, verdict: 'not-applicable', durationMs: 0, reason };
  const startedAt = performance.now();
  if (scenario.schedule !== undefined) {
    const { runSchedule } = await import('../explore/run-schedule.ts');
    return { ...head, ...runSchedule(scenario, scenario.schedule) };
  }
  const timeLeftMs = (): number => limits.timeoutMs - (performance.now() - startedAt);
  const profile = judgedProfile(target.identity);
  const shareable = isShareable(scenario);
  const session = await target.open({ scenario: scenario.id, shareable });
  const folder = limits.artifacts === undefined ? undefined : join(limits.artifacts, scenario.id);
  const run = (): Lockstep =>
    runLockstep({ scenario, profile, model, session, timeLeftMs, ...(source === undefined ? {} : { source }) });
  const ran = await sessionRun(session, run, folder);
  const { lockstep } = ran;
  const durationMs = Math.round((performance.now() - startedAt) * 1000) / 1000;
  const common = { id, title, clauses, durationMs, traceHash: traceHash(lockstep.traced, ran.digest) };
  const failure = failureOf(ran, scenario);
  if (failure !== undefined) return { ...common, verdict: 'failed', failure, steps: lockstep.steps };
  if (lockstep.end.kind === 'limit') {
    const limit = `a limit was met: ${lockstep.end.limit}`;
    return { ...common, verdict: 'unknown', reason: limit, steps: lockstep.steps };
  }
  if (lockstep.end.kind === 'not-applicable') {
    return { ...head, verdict: 'not-applicable', durationMs, reason: lockstep.end.reason };
  }
  return { id, title, clauses, durationMs, traceHash: common.traceHash, verdict: 'passed' };
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
