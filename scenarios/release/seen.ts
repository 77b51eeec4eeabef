import type { Profile, ProfileName } from '../../model/language/profile.ts';
import { NotApplicable, type Session } from '../../sut/target.ts';
import type { DescriptorNumbers } from '../run/descriptor-numbers.ts';
import { runLockstep } from '../run/lockstep.ts';
import type { StepRecord } from '../run/results.ts';
import type { ModelWitness } from '../run/witness.ts';
import type { Scenario, Step } from '../scenario.ts';

/** What a target did in one scenario, step by step, to be judged again by other rules. */
export type Seen = {
  readonly scenario: Scenario;
  readonly model: ModelWitness;
  readonly steps: readonly StepRecord[];
  /** Of that target, when a process starts. */
  readonly numbers: DescriptorNumbers;
};
/** By whose rules, and by whose literals where a scenario has several; none: literals are not asked. */
export type Judges = { readonly profile: Profile; readonly literals: readonly ProfileName[] };
/** Whether model and literals agree with everything seen; else the step at which they part, 0-based. */
export type Judgement = { readonly agrees: true } | { readonly agrees: false; readonly step: number };

/** A target that does again what was seen, and has nothing to say beyond. */
function sessionOf(steps: readonly StepRecord[]): Session {
  let at = 0;
  return {
    perform() {
      const outcome = steps[at++]?.target;
      if (outcome === undefined) throw new NotApplicable('this is all that was seen');
      return outcome;
    },
    settle: () => undefined,
    close: async () => [],
  };
}

/** Only literals that give a number its name: without it the actions that use the name could not be asked. */
function bindingOnly(step: Step): Step {
  const [action, expectation] = step;
  return expectation === undefined || JSON.stringify(expectation).includes('"$"') ? step : [action];
}

/** The scenario as these judge it: without literals where none of them has any. */
export function askedOf(scenario: Scenario, literals: readonly ProfileName[]): Scenario {
  return literals.length > 0 ? scenario : { ...scenario, steps: scenario.steps.map(bindingOnly) };
}

/** Judges what was seen by these rules. A model that does not predict it does not agree, and comes to no step. */
export function judge({ scenario, model, steps, numbers }: Seen, { profile, literals }: Judges): Judgement {
  const { end } = runLockstep({
    scenario: askedOf(scenario, literals),
    profile,
    ...(literals.length > 0 ? { literals } : {}),
    model,
    session: sessionOf(steps),
    numbers,
    timeLeftMs: () => Number.POSITIVE_INFINITY,
  });
  switch (end.kind) {
    case 'agreed':
    case 'not-applicable':
      return { agrees: true };
    case 'failed':
      return { agrees: false, step: end.failure.step };
    case 'limit':
      return { agrees: false, step: Number.NEGATIVE_INFINITY };
  }
}
