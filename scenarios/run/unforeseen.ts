import type { Action } from '../../model/language/action.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Scenario } from '../scenario.ts';
import { agreementOf } from './agreement.ts';
import type { DescriptorNumbers } from './descriptor-numbers.ts';

type Continued = { readonly state: unknown; readonly outcome: Outcome };
type Standing = { readonly state: unknown; readonly numbers: DescriptorNumbers };

/** What the model makes of an action; where nobody predicts the scenario, it stays where it is at faults that it cannot tell. */
export function foreseenOrNot(
  { unforeseen }: Scenario,
  state: unknown,
  action: Action,
  step: () => readonly Continued[],
): readonly Continued[] {
  if (unforeseen !== true) return step();
  try {
    return step().slice(0, 1);
  } catch (error) {
    if (action.do !== 'fault') throw error;
    return [{ state, outcome: { see: 'unknown' } }];
  }
}

/**
 * The branches to go on from. Where nobody predicts the scenario, one that the target did not take leaves the model where it
 * stood: it is a guess at the world, no witness. Only an end that the model did not see coming stays a difference.
 */
export function whatAgrees<Branch extends Standing & Continued>(
  { unforeseen }: Scenario,
  before: readonly Standing[],
  branches: readonly Branch[],
  target: Outcome,
): readonly Branch[] {
  if (unforeseen !== true || target.see === 'died') return branches;
  return branches.map((branch, at) => {
    if (agreementOf(branch.outcome, target, branch.numbers).agree) return branch;
    const state = before[at]?.state ?? branch.state;
    return { ...branch, state, outcome: { see: 'unknown' } };
  });
}
