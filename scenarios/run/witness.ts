import type { Action } from '../../model/language/action.ts';
import type { Inside } from '../../model/language/inside.ts';
import type { Outcome } from '../../model/language/outcome.ts';
import type { Profile } from '../../model/language/profile.ts';

/** What the runner asks of a model: pure functions over states that it never looks into.
 * (Methods, so that a model of any state is a witness: the runner only hands back what it got.) */
export type ModelWitness<State = unknown> = {
  /** The world before the launch. */
  start(profile: Profile): State;
  /** Every settled continuation that the clauses allow: at least one. */
  step(state: State, action: Action): readonly { readonly state: State; readonly outcome: Outcome }[];
  /** What is inside a state, for people to look at. */
  inside?(state: State): Inside;
};

/** The project's own model, imported at first use. */
export async function loadModel(): Promise<ModelWitness> {
  const [model, { inside }] = await Promise.all([import('../../model/model.ts'), import('../../model/inside.ts')]);
  return { start: model.start, step: model.step, inside } as ModelWitness;
}
