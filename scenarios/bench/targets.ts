import type { ProfileName } from '../../model/language/profile.ts';
import { findQemus } from '../../sut/qemu/find-qemu.ts';
import { createQemuTarget } from '../../sut/qemu/target.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import type { Target } from '../../sut/target.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { run, runOnSpec } from '../run/run.ts';
import { makeTargetThread } from '../run/target-thread.ts';
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
    const realMs = await millisecondsEach(() => run(real, both), both.length, 0, 1);
    const [aheadMs, inStepMs] = await simulatedEach(profile, both);
    const ratio = realMs / aheadMs;
    const inStep = `${rate(inStepMs)} and ${(realMs / inStepMs).toFixed(0)} times with all in one thread`;
    yield {
      name: `${both.length} scenarios, simulated:${profile} against ${id}, one after the other`,
      value: `${rate(aheadMs)} against ${rate(realMs)} scenarios/s, ${ratio.toFixed(0)} times (${inStep})`,
      wanted: `at least ${ratioMin} times`,
      met: ratio >= ratioMin,
    };
  }
}

/**
 * Milliseconds a scenario: with the system in a thread beside the model, as `charsim run` has it (a real system is a process
 * beside the model), and with both in one thread.
 */
async function simulatedEach(profile: ProfileName, all: readonly Scenario[]): Promise<readonly [number, number]> {
  const spec = { kind: 'simulated', profile } as const;
  const thread = makeTargetThread();
  try {
    const ahead = (): Promise<unknown> => runOnSpec(spec, all, 1, {}, undefined, thread);
    const inStep = (): Promise<unknown> => run(simulated(profile), all);
    return [
      await millisecondsEach(ahead, all.length, simulatedWarmUps, simulatedTurns),
      await millisecondsEach(inStep, all.length, simulatedWarmUps, simulatedTurns),
    ];
  } finally {
    thread.close();
  }
}

const simulated = (profile: ProfileName): Target => createSimulatedTarget({ profile });

/** Those that both targets can be asked: a scenario that is not applicable costs nothing and would flatter. */
async function applicable(sample: readonly Scenario[], real: Target): Promise<readonly Scenario[]> {
  const { scenarios } = await run(simulated(real.identity.profile), sample);
  const ran = new Set(scenarios.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id));
  return sample.filter(({ id, needs = [] }) => ran.has(id) && needs.every((need) => real.capabilities.has(need)));
}

/** Median over turns, after the unmeasured ones, of the mean wall time of `count` scenarios. */
async function millisecondsEach(
  turnOf: () => Promise<unknown>,
  count: number,
  warmUps: number,
  turns: number,
): Promise<number> {
  const means: number[] = [];
  for (let turn = -warmUps; turn < turns; turn += 1) {
    const startedAt = performance.now();
    await turnOf();
    if (turn >= 0) means.push((performance.now() - startedAt) / count);
  }
  return median(means);
}

const rate = (milliseconds: number): string => (1000 / milliseconds).toFixed(0);
