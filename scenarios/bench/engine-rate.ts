import type { Flaw } from '../../sut/engine/hotswap/design-state.ts';
import { explore } from '../explore/explore.ts';
import { hotswapSpecification } from '../explore/linearizability/hotswap-specification.ts';
import { linearize, linearizeWhole } from '../explore/linearizability/linearize.ts';
import { corrupted, randomHistory } from '../explore/linearizability/random-history.fixture.ts';
import { races } from '../explore/problems/catalogue.ts';
import { raceProblem } from '../explore/problems/race-stage.ts';
import { type ProblemSpec, problemOf } from '../explore/problems.ts';
import { everyState, type StrategyPlan, strategyOf } from '../explore/strategies.ts';
import { cpuMs } from './by-the-book.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const turns = 7;
const runs = 3000;
/** Before anything is measured: the engine is more to compile than the model. */
const runsFirst = 15_000;
const histories = 60;
const secondsMax = 5;
const uniform: StrategyPlan = { kind: 'random', policies: [{ policy: 'uniform' }] };
/** What is planted into the design, and where it shows. */
const flaws: readonly (readonly [Flaw, string, string])[] = [
  ['no lock', 'race/writers', 'a removed lock'],
  ['closes early', 'race/writers', 'a swapped pair of statements'],
  ['no way back', 'race/refused', 'a missing rollback'],
];

/** The real engine against the bare model; planted flaws of the design; histories in parts against whole ones. */
export async function* engineRate(): AsyncGenerator<Figure> {
  const ratios = Array.from({ length: turns + 1 }, (_, turn) => {
    const times = turn === 0 ? runsFirst : runs;
    const model = stepsPerMs({ id: 'swap-race', profile: 'design', params: 'W3K2' }, times);
    return stepsPerMs({ id: 'race/writers', profile: 'design', params: 'W3K2' }, times) / model;
  }).slice(1);
  const ratio = median(ratios);
  yield {
    name: 'explorer: the engine at (3,2), steps a second against the bare model',
    value: `${ratio.toFixed(2)} times`,
    wanted: 'at least 0.25 times',
    met: ratio >= 0.25,
  };
  for (const [flaw, id, words] of flaws) yield flawFigure(flaw, id, words);
  yield partsFigure();
}

/** Of processor time. */
function stepsPerMs(spec: ProblemSpec, executionsMax: number): number {
  const from = cpuMs();
  const { counts } = explore(problemOf(spec), {
    name: 'bench',
    strategy: (table) => strategyOf(uniform, table),
    limits: { executionsMax, findingsMax: 99 },
  });
  return counts.steps / (cpuMs() - from);
}

function flawFigure(flaw: Flaw, id: string, words: string): Figure {
  const entry = races.find((race) => race.id === id);
  if (entry === undefined) throw new Error(`there is no race ${id}`);
  const problem = raceProblem(entry, { profile: 'design', repairs: [], flaw }, { writers: 1, writes: 1 });
  const { counts, elapsedMs, findings } = explore(problem, {
    name: 'states',
    strategy: (table) => strategyOf(everyState, table),
  });
  const count = counts.executions + counts.pruned + counts.blocked;
  return {
    name: `explorer: ${words} in the design, found in ${count} runs, as ${findings[0]?.broken.property ?? 'nothing'}`,
    value: `${(elapsedMs / 1000).toFixed(3)} s`,
    wanted: `at most ${secondsMax} s`,
    met: findings.length > 0 && elapsedMs < secondsMax * 1000,
  };
}

/** Rejected histories of about 50 to 64 calls on four chardevs. */
function partsFigure(): Figure {
  const ratios: number[] = [];
  for (let seed = 1; seed <= histories; seed += 1) {
    const spoilt = corrupted(randomHistory(seed, 84, 4, 12, 90), seed);
    if (spoilt === null) continue;
    const specification = hotswapSpecification(spoilt.initial);
    const from = performance.now();
    const parts = linearize(specification, spoilt.history);
    const between = performance.now();
    linearizeWhole(specification, spoilt.history);
    if (parts.kind === 'rejected') ratios.push((performance.now() - between) / (between - from));
  }
  const ratio = median(ratios);
  return {
    name: `explorer: linearizability of ${ratios.length} spoilt histories on 4 chardevs, in parts against whole`,
    value: `${ratio.toFixed(0)} times faster`,
    wanted: 'at least 20 times',
    met: ratio >= 20,
  };
}
