import type { Action, WitnessAction } from '../../../model/language/action.ts';
import type { Outcome } from '../../../model/language/outcome.ts';
import type { ProfileName } from '../../../model/language/profile.ts';
import { profileByName } from '../../../model/language/profiles.ts';
import { type ModelState, start as startModel, step as stepModel } from '../../../model/model.ts';
import { endGracePeriod, withBigLock } from '../../../sut/engine/machine.ts';
import { isHostAction } from '../../../sut/host-action.ts';
import { firstChoice } from '../../../sut/runtime/chooser.ts';
import { step, waits, writes } from '../../../sut/runtime/step.ts';
import type { Task } from '../../../sut/runtime/task.ts';
import { endOutcome } from '../../../sut/simulated/launch.ts';
import { witnessTask } from '../../../sut/simulated/witness-actions.ts';
import { createWorld, type Launched, type World as Stage } from '../../../sut/simulated/world.ts';
import { performOn } from '../../../sut/simulated.ts';
import { agreementOf } from '../../run/agreement.ts';
import { standardStreams } from '../../run/descriptor-numbers.ts';
import {
  type ActionHistory,
  type ActionRecord,
  createActionHistory,
  judgeByModel,
  type ModelVerdict,
} from '../linearizability/recorded-actions.ts';
import { linksOf } from '../linearizability/touched.ts';
import type { Broken, Problem, World } from '../problem.ts';
import { type EngineProperty, engineProperties } from './engine-properties.ts';
import type { Script } from './script.ts';

/** What a script is a problem of. `judge`: what must not be seen, whatever the model foresees; null: all is well. */
export type ScriptedRace = {
  readonly id: string;
  readonly clauses: readonly string[];
  readonly script: Script;
  readonly judge?: (
    seen: readonly ActionRecord[],
  ) => { readonly property: EngineProperty; readonly text: string } | null;
};

/** What stands for all that the engine touches without saying so. */
const undeclared = { object: 'engine', field: 'state', write: true } as const;

/**
 * The engine itself, driven by actions of the language, and judged by the model: some order of the actions that respects
 * who was done before whom, with what the system does by itself in between, must explain every outcome. Source: XL-1, XL-3.
 */
export function scriptedProblem(race: ScriptedRace, profile: ProfileName, writers: number): Problem {
  const judge = createJudge(race.script, profile);
  return {
    id: race.id,
    params: `W${writers},hist`,
    start: () => start(race, profile, writers, judge),
  };
}

type Judge = (history: ActionHistory) => ModelVerdict;

/** Schedules have many histories in common: each is judged once. */
function createJudge(script: Script, profile: ProfileName): Judge {
  const known = new Map<string, ModelVerdict>();
  let initial: ModelState | null = null;
  const links = linksOf(script.launch, [...(script.before ?? []), ...(script.setUp ?? [])]);
  return ({ records }) => {
    const text = JSON.stringify(records);
    const before = known.get(text);
    if (before !== undefined) return before;
    initial ??= modelAt(script, profile);
    const verdict = judgeByModel(initial, records, links);
    known.set(text, verdict);
    return verdict;
  };
}

function firstActions({ before = [], launch, setUp = [] }: Script): readonly Action[] {
  return [...before, { do: 'launch', ...launch }, ...setUp];
}

/** Where the race begins: held from there on. */
function modelAt(script: Script, profile: ProfileName): ModelState {
  let state = startModel(profileByName[profile]);
  for (const action of [...firstActions(script), { do: 'hold' } as const]) {
    const [branch] = stepModel(state, action);
    if (branch === undefined) throw new Error('a step has an outcome');
    ({ state } = branch);
  }
  return state;
}

function start(race: ScriptedRace, profile: ProfileName, writers: number, judge: Judge): World {
  const { clauses, script } = race;
  const stage = createWorld(profileByName[profile], firstChoice());
  beginWith(stage, script, profile);
  const launched = stage.launched;
  if (launched === null) throw new Error('the system does not start');
  const { scheduler } = stage;
  stage.held = true;
  scheduler.exploreUndeclared(step('access', undeclared));
  const history = createActionHistory();
  for (const [name, actions] of Object.entries(script.threads(writers)))
    scheduler.spawn(name, acting(stage, launched, history, name, actions));
  if (hasGracePeriods(script)) scheduler.spawn('rcu', endingGracePeriods(launched));
  const names = new Set(Object.keys(script.threads(writers)));
  return {
    scheduler,
    undeclared,
    check: () => null,
    end(): Broken | null {
      const { machine } = launched;
      for (const { name, pending } of scheduler.threads) {
        if (pending?.kind === 'lock')
          return { property: 'deadlock', text: `${name} waits for ${pending.object}`, clauses: ['SAFE-12'] };
        if (names.has(name) && pending !== null && machine.exitStatus === null)
          return { property: 'untrue answer', text: `${name} waits for an answer for ever`, clauses: ['SAFE-14'] };
      }
      stage.held = false;
      if (machine.exitStatus !== null)
        history.begin('end', { do: 'wait-exit' }, true)(endOutcome(stage, launched, script.launch));
      else for (const action of script.end) history.begin('end', action, true)(performOn(stage, action));
      const seen = race.judge?.(history.records) ?? null;
      if (seen !== null) return { ...seen, clauses: [...new Set([...engineProperties[seen.property], ...clauses])] };
      return brokenBy(judge(history), clauses);
    },
  };
}

function brokenBy(verdict: ModelVerdict, clauses: readonly string[]): Broken | null {
  if (verdict.kind === 'accepted') return null;
  if (verdict.kind === 'unknown')
    return { property: 'not judged', text: `a history that nothing can be said of: ${verdict.why}`, clauses: [] };
  const text = 'no order of the actions explains what was seen';
  return { property: 'not linearizable', text, clauses, more: verdict.lines };
}

function hasGracePeriods({ launch: { ports = [] } }: Script): boolean {
  return ports.some(({ kind }) => kind === 'virtserialport' || kind === 'virtconsole' || kind === 'usb-serial');
}

/** What waits for the end of a grace period may have it at any time. Source: VSER-51, RACE-S08. */
function* endingGracePeriods({ machine }: Launched): Task<void> {
  const wanted = waits('rcu', 'released', () => machine.released.length > 0);
  for (;;) {
    yield wanted;
    endGracePeriod(machine);
  }
}

/** Both see the same, or the script is wrong. */
function beginWith(stage: Stage, script: Script, profile: ProfileName): void {
  let state = startModel(profileByName[profile]);
  for (const action of firstActions(script)) {
    const [branch] = stepModel(state, action);
    const seen = performOn(stage, action);
    if (branch === undefined || !agreementOf(branch.outcome, seen, standardStreams).agree)
      throw new Error(
        `at ${action.do} the model sees ${JSON.stringify(branch?.outcome)}, the engine ${JSON.stringify(seen)}`,
      );
    ({ state } = branch);
  }
}

function* acting(
  stage: Stage,
  launched: Launched,
  history: ActionHistory,
  name: string,
  actions: readonly Action[],
): Task<void> {
  for (const [at, action] of actions.entries()) {
    if (action.do === 'receive') yield waits(name, `hears${at + 1}`, () => hasArrived(stage, action.on ?? 'qmp'));
    else yield writes(name, `act${at + 1}`);
    const done = history.begin(name, action);
    if (launched.machine.exitStatus !== null) return; // nobody answers any more: what was seen of it is seen in the end
    done(yield* performed(stage, launched, action));
  }
}

/** Who acts inside the machine holds the big lock, everybody else does a thing at once. */
function* performed(stage: Stage, launched: Launched, action: Action): Task<Outcome> {
  const { machine, running } = launched;
  if (isHostAction(action)) return performOn(stage, action);
  if (isWitnessAction(action)) return yield* withBigLock(machine, witnessTask(stage, launched, action));
  if (action.do === 'advance') {
    stage.clock.moveTo(stage.clock.nowNs + action.ms * 1_000_000);
    return { see: 'done' };
  }
  if (action.do !== 'register-write') return performOn(stage, action);
  const serial = running.ports.get(action.port);
  if (serial === undefined) throw new Error(`there is no port ${action.port}`);
  yield* withBigLock(machine, serial.write(action.register, action.value));
  return { see: 'done' };
}

function isWitnessAction(action: Action): action is WitnessAction {
  return action.do.startsWith('witness-');
}

/** Whether a client of a monitor can read something, or its connection has ended. */
function hasArrived({ links, client }: Stage, name: string): boolean {
  const link = links.get(name);
  if (link === undefined || link.lines.length > 0 || link.ended) return true;
  const polled = client.poll(link.fd);
  return polled.ok && (polled.value.in || polled.value.hup);
}
