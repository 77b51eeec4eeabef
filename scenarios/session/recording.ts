import type { Action } from '../../model/language/action.ts';
import type { Happening } from '../../model/language/happening.ts';
import { jsonText, rememberJson } from '../../sut/runtime/json-text.ts';
import { type Session, type Target, TargetFailure } from '../../sut/target.ts';
import type { ScenarioResult } from '../run/results.ts';
import { runScenario, type ScenarioLimits } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { actorOf, emptySha256, type HeadRecord, lineBytesMax, sessionFormat, sessionVersion } from './record.ts';
import { redactedAction, redactedOutcome } from './redact.ts';
import { type ScenarioJson, type StepJson, scenarioJson, stepJson } from './scenario-json.ts';
import type { SessionWriter } from './writer.ts';

/** What a recording says of itself beside the scenario. */
export type RecordingOptions = {
  /** Version of charsim. */
  readonly version: string;
  /** Of the simulated target's choices; absent: the first option always. */
  readonly seed?: number;
  /** Payloads as lengths and check values. */
  readonly redact?: boolean;
  readonly limits: ScenarioLimits;
};

/**
 * Runs one scenario on a target and writes its session: every action before it takes effect, the decisions of the
 * simulation, what was seen. The verdict is the runner's. Without footer when the target itself breaks (TargetFailure is
 * passed on) or the scenario is not applicable. Source: SLOG, design of sessions.
 */
export async function recordScenario(
  target: Target,
  model: ModelWitness,
  scenario: Scenario,
  writer: SessionWriter,
  options: RecordingOptions,
): Promise<ScenarioResult> {
  const isReal = !target.capabilities.has('virtual-time');
  const json = scenarioJson(scenario);
  writer.write(0n, headOf(target, scenario, json, options, isReal));
  const ended = { digest: '', tNs: 0n };
  const planned = plannedSteps(scenario, json);
  const result = await runScenario(recorded(target, planned, writer, options, ended), model, scenario, options.limits);
  if (result.verdict === 'not-applicable') return result;
  if (result.failure !== undefined) writer.write(ended.tNs, { k: 'note', text: result.failure.message.slice(0, 4000) });
  writer.end(ended.tNs, {
    result: result.verdict === 'passed' ? 'pass' : result.verdict === 'failed' ? 'fail' : 'stopped',
    state: ended.digest,
    ...(result.traceHash === undefined ? {} : { trace: result.traceHash }),
  });
  return result;
}

function headOf(
  target: Target,
  scenario: Scenario,
  json: ScenarioJson,
  options: RecordingOptions,
  isReal: boolean,
): HeadRecord {
  const { id, name, version, profile } = target.identity;
  return {
    k: 'head',
    fmt: sessionFormat,
    ver: sessionVersion,
    engine: { name: 'charsim', version: options.version },
    variant: profile,
    seed: (options.seed ?? 0).toString(16).padStart(16, '0'),
    t0: '0',
    fs: emptySha256,
    scenario: { name: scenario.id, sha: json.sha },
    limits: { line: lineBytesMax },
    need: options.redact === true ? ['actions', 'redacted'] : ['actions'],
    ...(isReal ? { obs: true as const } : {}),
    target: { id, name, version },
    title: scenario.title,
    clauses: scenario.clauses,
  };
}

type Planned = { readonly at: number; readonly action: Action; readonly json: StepJson };

/** The steps in the order in which the runner performs them, the implicit launch first. */
function plannedSteps({ launch, steps }: Scenario, json: ScenarioJson): readonly Planned[] {
  const rest = steps.map(([action], at): Planned => ({ at, action, json: json.steps[at] as StepJson }));
  if (launch === 'manual') return rest;
  const action: Action = { do: 'launch', ...launch };
  return [{ at: -1, action, json: stepJson([action, { see: 'launched' }]) }, ...rest];
}

function recorded(
  target: Target,
  planned: readonly Planned[],
  writer: SessionWriter,
  options: RecordingOptions,
  ended: { digest: string; tNs: bigint },
): Target {
  const open = async (opening: Parameters<Target['open']>[0]): Promise<Session> => {
    const session = await target.open(opening);
    const startedAt = process.hrtime.bigint();
    const now = (): bigint =>
      session.nowNs === undefined ? process.hrtime.bigint() - startedAt : BigInt(session.nowNs());
    const hide = options.redact === true;
    let next = 0;
    let decided = 0;
    return {
      ...session,
      perform(action) {
        const step = planned[next];
        if (step === undefined) throw new TargetFailure('the runner performs more than the scenario says');
        next += 1;
        const { at } = step;
        writer.writeMembers(now(), 'act', actMembers(step, hide));
        if (!hide) rememberJson(step.action, step.json.action);
        const outcome = session.perform(action);
        for (const each of session.happenings?.() ?? [])
          writer.writeMembers(now(), each.k, happeningMembers(each, hide));
        const decisions = session.decisions?.() ?? [];
        const x = deviations(decisions, decided);
        const n = decisions.length - decided;
        decided = decisions.length;
        if (n > 0) writer.write(now(), { k: 'sched', at, n, x });
        const told = hide ? JSON.stringify(redactedOutcome(outcome)) : jsonText(outcome);
        writer.writeMembers(now(), 'see', `"at":${at},"o":${told}`);
        ended.tNs = now();
        return outcome;
      },
      ...(session.digest === undefined
        ? {}
        : {
            digest() {
              ended.digest = session.digest?.() ?? '';
              return ended.digest;
            },
          }),
    };
  };
  return { ...target, open };
}

/** Members of an act record. */
function actMembers({ at, action, json }: Planned, hide: boolean): string {
  const shown = hide ? JSON.stringify(redactedAction(action)) : json.action;
  const literal = hide || json.literal === undefined ? '' : `,"w":${json.literal}`;
  return `"th":"${actorOf(action)}","at":${at},"a":${shown}${literal}`;
}

/** Members of a happening's record. Why a change came to nothing may name files. */
function happeningMembers(happening: Happening, hide: boolean): string {
  const { k: _k, ...told } = happening;
  const shown = hide && 'why' in told && told.why !== null ? { ...told, why: '' } : told;
  return `${JSON.stringify(shown).slice(1, -1)},"opt":true`;
}

/** Those of the decisions from `from` on that did not take the first option: [which, of how many, taken]. */
function deviations(
  decisions: readonly { readonly count: number; readonly choice: number }[],
  from: number,
): readonly (readonly [number, number, number])[] {
  const list: (readonly [number, number, number])[] = [];
  for (let at = from; at < decisions.length; at += 1) {
    const { count, choice } = decisions[at] ?? { count: 1, choice: 0 };
    if (choice !== 0) list.push([at - from, count, choice]);
  }
  return list;
}
