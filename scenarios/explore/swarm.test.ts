import { expect, test } from 'vitest';
import { type ProblemSpec, problemOf } from './problems.ts';
import { replay } from './schedule.ts';
import { simplify } from './simplify.ts';
import type { Swarm } from './swarm.ts';
import { runSwarm, type SwarmRunning } from './swarm-in-threads.ts';
import { createStepTable } from './visible-step.ts';

const options: SwarmRunning = {
  limits: { executionsMax: 400, stepsMax: 1e12, depthMax: 10_000, findingsMax: 100 },
  seed: 5,
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};

async function run(spec: ProblemSpec, more: Partial<SwarmRunning> = {}): Promise<Swarm> {
  const came = await runSwarm(spec, { ...options, ...more });
  if (!('swarm' in came)) throw new Error('it was stopped');
  return { ...came.swarm, elapsedMs: 0 };
}

test('a swarm draws configurations, counts what is new in them, and is the same for the same seed', async () => {
  const spec: ProblemSpec = { id: 'storm', profile: 'design', params: 'W1K1,hist' };
  const first = await run(spec);
  expect(first).toMatchObject({ counts: { executions: 400 }, complete: false, findings: [] });
  expect(first.configurations).toBeGreaterThan(5);
  expect(first.coverage).toBeGreaterThan(500);
  expect(await run(spec)).toEqual(first);
}, 60_000);

test('a problem that takes no other params is one configuration', async () => {
  const spec: ProblemSpec = { id: 'engine/mux-focus', profile: 'design', params: 'W0' };
  expect(await run(spec)).toMatchObject({ configurations: 1 });
}, 60_000);

test('a finding of a swarm names the configuration it was met in, and shrinks from there', async () => {
  const spec: ProblemSpec = { id: 'storm', profile: 'posted-2017', params: 'W1K1' };
  const { findings } = await run(spec);
  expect(findings.length).toBeGreaterThan(5);
  for (const { params = spec.params, schedule, broken } of findings) {
    const again = replay(problemOf({ ...spec, params }), createStepTable(), schedule);
    expect(again.broken).toEqual(broken);
  }
  const [finding] = findings;
  if (finding === undefined) throw new Error('nothing was found');
  expect(simplify(spec, finding).execution.broken?.property).toBe(finding.broken.property);
}, 60_000);

test('a swarm is the same with any number of threads, and stopped between waves and taken up again', async () => {
  const spec: ProblemSpec = { id: 'storm', profile: 'posted-2017', params: 'W1K1' };
  const whole = await run(spec);
  expect(await run(spec, { jobs: 2 })).toEqual(whole);
  const stop = new AbortController();
  const early = await runSwarm(spec, { ...options, signal: stop.signal, onProgress: () => stop.abort() });
  if (!('stopped' in early)) throw new Error('it came to its end');
  expect(early.stopped.counts.executions).toBeGreaterThan(0);
  expect(early.stopped.counts.executions).toBeLessThan(whole.counts.executions);
  const rest = await runSwarm(spec, options, JSON.parse(JSON.stringify(early.stopped)));
  expect('swarm' in rest && { ...rest.swarm, elapsedMs: 0 }).toEqual(whole);
}, 60_000);
