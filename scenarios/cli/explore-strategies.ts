import { assertNever } from '../../model/language/assert-never.ts';
import { everyState, type PolicyPlan, type StrategyPlan } from '../explore/strategies.ts';
import type { ExploreSettings } from './explore-options.ts';

/** One pass of a strategy. `name` goes into schedule strings: `pct3.s42`. */
export type Pass = {
  readonly name: string;
  readonly plan: StrategyPlan;
  /** Executions at most, unless the request says otherwise. */
  readonly runs: number;
};

/** Executions of a random strategy, unless somebody says otherwise. */
export const runsRandom = 10_000;
const runsExhaustive = 10_000_000;
const boundDefault = 2;
/** Priority changes of pct, likewise. */
export const changesDefault = 3;

/** What a strategy consists of: one pass; for `bounded` one a number of preemptions, from 0. Source: XS-1 to XS-6. */
export function passesOf({
  strategy,
  bound,
  seed,
}: Pick<ExploreSettings, 'strategy' | 'bound' | 'seed'>): readonly Pass[] {
  const depth = bound ?? changesDefault;
  const random = (name: string, ...policies: readonly PolicyPlan[]): readonly Pass[] => [
    { name: `${name}.s${seed}`, plan: { kind: 'random', policies }, runs: runsRandom },
  ];
  const pct: PolicyPlan = { policy: 'pct', depth };
  switch (strategy) {
    case 'exhaustive':
      return [{ name: 'states', plan: everyState, runs: runsExhaustive }];
    case 'dpor':
      return [{ name: 'dpor', plan: { kind: 'dpor' }, runs: runsExhaustive }];
    case 'bounded':
      return Array.from({ length: (bound ?? boundDefault) + 1 }, (_, preemptionsMax) => ({
        name: `pb${preemptionsMax}`,
        plan: { kind: 'depth first', visited: true, sleep: false, preemptionsMax },
        runs: runsExhaustive,
      }));
    case 'random':
      return random('random', { policy: 'uniform' });
    case 'pct':
      return random(`pct${depth}`, pct);
    case 'pos':
      return random('pos', { policy: 'pos' });
    case 'portfolio':
      return random('portfolio', { policy: 'uniform' }, pct, { policy: 'pos' });
    case 'explicit':
    case 'swarm':
      return []; // no passes: searched in ways of their own
    default:
      return assertNever(strategy);
  }
}
