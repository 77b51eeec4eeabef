import { assertNever } from '../../model/language/assert-never.ts';
import { type DepthFirst, depthFirst } from './strategies/depth-first.ts';
import { dpor } from './strategies/dpor.ts';
import { type MakePolicy, pct, pos, randomly, uniform } from './strategies/random.ts';
import type { Strategy } from './strategy.ts';
import type { StepTable } from './visible-step.ts';

/** How a random run picks who goes next. `depth`: priority changes + 1. */
export type PolicyPlan =
  | { readonly policy: 'uniform' }
  | { readonly policy: 'pos' }
  | { readonly policy: 'pct'; readonly depth: number };

/** A strategy as data: what goes to worker threads and into resume files. */
export type StrategyPlan =
  | ({ readonly kind: 'depth first' } & DepthFirst)
  | { readonly kind: 'dpor' }
  | { readonly kind: 'random'; readonly policies: readonly PolicyPlan[] };

/** Every state once: the usual exhaustive search. Source: XS-4. */
export const everyState: StrategyPlan = { kind: 'depth first', visited: true, sleep: true, preemptionsMax: null };

/** The strategy over these steps. */
export function strategyOf(plan: StrategyPlan, table: StepTable): Strategy {
  switch (plan.kind) {
    case 'depth first':
      return depthFirst(table, plan);
    case 'dpor':
      return dpor(table);
    case 'random':
      return randomly(table, plan.policies.map(policyOf));
    default:
      return assertNever(plan);
  }
}

function policyOf(plan: PolicyPlan): MakePolicy {
  switch (plan.policy) {
    case 'uniform':
      return uniform;
    case 'pos':
      return pos;
    case 'pct':
      return pct(plan.depth);
    default:
      return assertNever(plan);
  }
}
