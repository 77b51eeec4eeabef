import { expect, test } from 'vitest';
import { createExplorer, noCounts } from './explore.ts';
import { piecesOf } from './pieces.ts';
import { randomProgram } from './random-program.fixture.ts';
import { type StrategyPlan, strategyOf } from './strategies.ts';

/** Executions of all pieces together, of one search, and the ends that each met. */
function bothWays(seed: number, plan: StrategyPlan) {
  const ends = { pieces: new Set<string>(), whole: new Set<string>() };
  const executions = { pieces: 0, whole: 0 };
  for (const way of ['pieces', 'whole'] as const) {
    const problem = randomProgram(seed, (state) => ends[way].add(state));
    const explorer = createExplorer(problem, {
      name: way,
      strategy: (table) => strategyOf(plan, table),
      limits: { findingsMax: 1000 },
    });
    const starts = way === 'whole' ? [undefined] : piecesOf(problem, plan, 1);
    for (const saved of starts) {
      const from = saved === undefined ? undefined : { saved, counts: noCounts, findings: [], elapsedMs: 0 };
      const running = explorer.run(from);
      for (let next = running.next(); ; next = running.next()) {
        if (!next.done) continue;
        executions[way] += next.value.counts.executions;
        break;
      }
    }
  }
  return { executions, ends: { pieces: [...ends.pieces].sort(), whole: [...ends.whole].sort() } };
}

test('the pieces of a random program cover what one search covers, dpor each trace once', () => {
  for (let seed = 1; seed <= 120; seed += 1) {
    const { executions, ends } = bothWays(seed, { kind: 'dpor' });
    expect({ seed, ...executions, ends: ends.pieces }).toEqual({
      seed,
      pieces: executions.whole,
      whole: executions.whole,
      ends: ends.whole,
    });
    const states = bothWays(seed, { kind: 'depth first', visited: true, sleep: true, preemptionsMax: null });
    expect(states.ends.pieces, `seed ${seed}`).toEqual(states.ends.whole);
  }
}, 60_000);
