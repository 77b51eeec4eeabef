import type { ProfileName } from '../../model/language/profile.ts';
import { type Choice, type Chooser, recordingChooser } from '../../sut/runtime/chooser.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { causeKey, causeOf } from '../fuzz/cause.ts';
import type { Investigated } from '../fuzz/investigate.ts';
import { findingOf } from '../fuzz/investigate.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { ModelWitness } from '../run/witness.ts';
import { type Beginning, scenarioOfSteps } from './beginning.ts';
import type { Continued, ContinueOptions } from './continue-random.ts';
import { recordScenario } from './recording.ts';
import { createWriter, memorySink } from './writer.ts';

/** Decisions that do not take the first option: which, and what they take. */
type Deviations = readonly (readonly [which: number, taken: number])[];

const sessionMs = 60_000;
/** Runs that wait for their turn at most: what is beyond them is not tried, and then nothing is exhausted. */
const waitingMax = 100_000;

/**
 * Goes through the other decisions that the simulation could have taken after the beginning, while the recorded actions go
 * on: first every run with one more decision that is not the first option, then with two, and so on.
 */
export async function continueExploring(
  beginning: Beginning,
  model: ModelWitness,
  profile: ProfileName,
  options: ContinueOptions,
): Promise<Continued> {
  const { steps, rest, choices } = beginning;
  const startedAt = performance.now();
  const isOver = (): boolean => options.signal.aborted || performance.now() - startedAt > options.timeMs;
  const scenario = scenarioOfSteps('continue/explored', beginning, [...steps, ...rest]);
  const found = new Map<string, Investigated>();
  const waiting: Deviations[] = [[]];
  let cut = false;
  let runs = 0;
  while (waiting.length > 0 && runs < options.runs && !isOver()) {
    const deviations = waiting.shift() ?? [];
    const chooser = recordingChooser(deviating(choices, deviations));
    const target = createSimulatedTarget({ profile, chooser });
    const result = await runScenario(target, model, scenario, { timeoutMs: sessionMs });
    runs += 1;
    const cause = causeOf(result);
    if (cause === undefined) {
      for (const more of successors(chooser.choices, choices.length, deviations)) {
        if (waiting.length < waitingMax) waiting.push(more);
        else cut = true;
      }
    } else if (result.failure !== undefined && !found.has(causeKey(cause))) {
      const { failure } = result;
      const taken = scenario.steps.slice(0, failure.step + 1);
      const failed = { cause, failure, taken, clauses: beginning.clauses, unforeseen: false };
      const again = createSimulatedTarget({ profile, chooser: deviating(choices, deviations) });
      const sink = memorySink();
      await recordScenario(again, model, { ...scenario, steps: taken }, createWriter(sink), {
        version: options.version,
        limits: { timeoutMs: sessionMs },
      });
      const finding = findingOf(target, failed, failure, taken);
      found.set(causeKey(cause), { ...finding, reproduced: true, session: sink.bytes().toString() });
    }
    await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard
  }
  const exhausted = waiting.length === 0 && !cut;
  return { runs, actions: runs * rest.length, findings: [...found.values()], exhausted };
}

/** The recorded decisions, then always the first option. */
export function recordedFirst(choices: readonly number[]): Chooser {
  return deviating(choices, []);
}

/** The recorded decisions, then the first option but where it deviates. */
function deviating(choices: readonly number[], deviations: Deviations): Chooser {
  const others = new Map(deviations);
  let next = 0;
  return {
    choose(count) {
      const at = next;
      next += 1;
      return Math.min(count - 1, others.get(at) ?? choices[at] ?? 0);
    },
  };
}

/** One decision more, later than all others. */
function* successors(taken: readonly Choice[], from: number, deviations: Deviations): Generator<Deviations> {
  const last = deviations.at(-1)?.[0] ?? from - 1;
  for (let at = Math.max(from, last + 1); at < taken.length; at += 1) {
    for (let other = 1; other < (taken[at]?.count ?? 1); other += 1) yield [...deviations, [at, other]];
  }
}
