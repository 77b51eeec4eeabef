import { explore } from './explore.ts';
import { problemOf, problems } from './problems.ts';
import { everyState, type StrategyPlan, strategyOf } from './strategies.ts';

/** What was found, and after how many executions in all. */
export type Caught = { readonly problem: string; readonly text: string; readonly executions: number };

const bounded = (preemptionsMax: number): StrategyPlan => ({
  kind: 'depth first',
  visited: true,
  sleep: false,
  preemptionsMax,
});
const rounds: readonly (readonly [StrategyPlan, number])[] = [
  [bounded(0), 20],
  [bounded(1), 60],
  [{ kind: 'random', policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }] }, 60],
  [everyState, 400],
];

/**
 * Goes through all problems of the design whose ids begin so, each a little further in each round, until something is
 * found or `budgetMs` of `clock` (CPU time of this process) are over.
 */
export function hunt(where: string, budgetMs: number, clock: () => number): Caught | null {
  const until = clock() + budgetMs;
  let executions = 0;
  for (const [plan, executionsMax] of rounds) {
    for (const { id, params, profiles } of problems) {
      if (!id.startsWith(where) || !profiles.includes('design') || clock() > until) continue;
      const { findings, counts } = explore(problemOf({ id, params, profile: 'design' }), {
        name: 'hunt',
        strategy: (table) => strategyOf(plan, table),
        limits: { executionsMax, depthMax: 5000 },
      });
      executions += counts.executions + counts.pruned + counts.blocked + counts.cut;
      const [finding] = findings;
      if (finding !== undefined) {
        const { property, text } = finding.broken;
        return { problem: id, text: `${property}: ${text}`, executions };
      }
    }
  }
  return null;
}
