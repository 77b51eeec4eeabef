import { assertNever } from '../../model/language/assert-never.ts';
import { depthFirst } from '../explore/strategies/depth-first.ts';
import { dpor } from '../explore/strategies/dpor.ts';
import { pct, pos, randomly, uniform } from '../explore/strategies/random.ts';
import type { Strategy } from '../explore/strategy.ts';
import type { StepTable } from '../explore/visible-step.ts';
import type { ExploreRequest } from './explore-options.ts';

/** One pass of a strategy. `name` goes into schedule strings: `pct3.s42`. */
export type Pass = {
  readonly name: string;
  readonly strategy: (table: StepTable) => Strategy;
  /** Executions at most, unless the request says otherwise. */
  readonly runs: number;
};

const runsRandom = 10_000;
const runsExhaustive = 10_000_000;
const boundDefault = 2;
const changesDefault = 3;

/** What a strategy consists of: one pass; for `bounded` one a number of preemptions, from 0. Source: XS-1 to XS-6. */
export function passesOf({ strategy, bound, seed }: ExploreRequest): readonly Pass[] {
  const changes = bound ?? changesDefault;
  const random = (name: string, policies: Parameters<typeof randomly>[1]): readonly Pass[] => [
    { name: `${name}.s${seed}`, strategy: (table) => randomly(table, policies), runs: runsRandom },
  ];
  switch (strategy) {
    case 'exhaustive': {
      const options = { visited: true, sleep: true, preemptionsMax: null };
      return [{ name: 'states', strategy: (table) => depthFirst(table, options), runs: runsExhaustive }];
    }
    case 'dpor':
      return [{ name: 'dpor', strategy: dpor, runs: runsExhaustive }];
    case 'bounded':
      return Array.from({ length: (bound ?? boundDefault) + 1 }, (_, preemptionsMax) => ({
        name: `pb${preemptionsMax}`,
        strategy: (table) => depthFirst(table, { visited: true, sleep: false, preemptionsMax }),
        runs: runsExhaustive,
      }));
    case 'random':
      return random('random', [uniform]);
    case 'pct':
      return random(`pct${changes}`, [pct(changes)]);
    case 'pos':
      return random('pos', [pos]);
    case 'portfolio':
      return random('portfolio', [uniform, pct(changes), pos]);
    case 'explicit':
      return [];
    default:
      return assertNever(strategy);
  }
}
