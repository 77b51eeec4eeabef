import type { ProfileName } from '../../model/language/profile.ts';
import { findQemus } from '../../sut/qemu/find-qemu.ts';
import { createQemuTarget } from '../../sut/qemu/target.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Target } from '../../sut/target.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import type { TargetResults } from '../run/results.ts';
import { run } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

/** Every so many scenarios of the catalogue are measured: enough of each family, and the real target ends in a minute. */
const stride = 4;
/** Turns that are not measured: as a real QEMU's are, the simulated target's code is compiled before it is compared. */
const simulatedWarmUps = 8;
const simulatedTurns = 7;
const ratioMin = 100;

/** Scenarios per second on the simulated and on each real target found, side by side: the same scenarios, one run. */
export async function* simulatedAgainstReal(): AsyncGenerator<Figure> {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  const fast = scenarios.filter(({ tags = [] }) => !tags.includes('slow'));
  const sample = fast.filter((_, index) => index % stride === 0);
  const found = findQemus();
  if (found.length === 0) {
    yield { name: 'simulated against real', value: 'no QEMU found', wanted: 'a QEMU (see charsim doctor)', met: false };
  }
  for (const { path } of found) {
    const real = await createQemuTarget({ binary: path });
    const { id, profile } = real.identity;
    const both = await applicable(sample, real);
    const realMs = await millisecondsEach(() => Promise.resolve(real), both, 0, 1);
    const simulatedMs = await millisecondsEach(async () => simulated(profile), both, simulatedWarmUps, simulatedTurns);
    const ratio = realMs / simulatedMs;
    yield {
      name: `${both.length} scenarios, simulated:${profile} against ${id}`,
      value: `${rate(simulatedMs)} against ${rate(realMs)} scenarios/s, ${ratio.toFixed(0)} times`,
      wanted: `at least ${ratioMin} times`,
      met: ratio >= ratioMin,
    };
  }
}

const simulated = (profile: ProfileName): Target => createSimulatedTarget({ profile });

/** Those that both targets can be asked: a scenario that is not applicable costs nothing and would flatter. */
async function applicable(sample: readonly Scenario[], real: Target): Promise<readonly Scenario[]> {
  const { scenarios } = await run(simulated(real.identity.profile), sample);
  const ran = new Set(scenarios.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id));
  return sample.filter(({ id, needs = [] }) => ran.has(id) && needs.every((need) => real.capabilities.has(need)));
}

/** Median over turns, after the unmeasured ones, of the mean time a scenario took. */
async function millisecondsEach(
  open: () => Promise<Target>,
  all: readonly Scenario[],
  warmUps: number,
  turns: number,
): Promise<number> {
  const means: number[] = [];
  for (let turn = -warmUps; turn < turns; turn += 1) {
    const results: TargetResults = await run(await open(), all);
    const total = results.scenarios.reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (turn >= 0) means.push(total / all.length);
  }
  return median(means);
}

const rate = (milliseconds: number): string => (1000 / milliseconds).toFixed(0);
