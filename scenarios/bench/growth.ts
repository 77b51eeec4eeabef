import { createSimulatedTarget } from '../../sut/simulated.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { run } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const turns = 5;
const fold = 8;
const ratioMax = 1.2;

/** Cost per scenario of a run eight times as long, against the plain one: 1 is linear. Same scenarios, interleaved. */
export async function* growth(): AsyncGenerator<Figure> {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  const timed = async (all: readonly Scenario[]): Promise<number> => {
    const from = performance.now();
    await run(createSimulatedTarget({ profile: 'qemu-10.0' }), all);
    return (performance.now() - from) / all.length;
  };
  const long = Array.from({ length: fold }, () => scenarios).flat();
  await timed(long); // compiles
  const ratios: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const short = await timed(scenarios);
    ratios.push((await timed(long)) / short);
  }
  const ratio = median(ratios);
  yield {
    name: `cost per scenario, ${long.length} against ${scenarios.length} scenarios`,
    value: `${ratio.toFixed(2)} times`,
    wanted: `at most ${ratioMax} times (linear growth)`,
    met: ratio <= ratioMax,
  };
}
