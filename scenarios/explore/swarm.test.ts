import { expect, test } from 'vitest';
import { type ProblemSpec, problemOf } from './problems.ts';
import { replay } from './schedule.ts';
import { simplify } from './simplify.ts';
import { type Swarm, type SwarmOptions, swarm } from './swarm.ts';
import { createStepTable } from './visible-step.ts';

const options: SwarmOptions = {
  limits: { executionsMax: 400, stepsMax: 1e12, depthMax: 10_000, findingsMax: 100 },
  seed: 5,
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};

function run(spec: ProblemSpec): Swarm {
  const running = swarm(spec, options);
  for (;;) {
    const next = running.next();
    if (next.done) return next.value;
  }
}

test('a swarm draws configurations, counts what is new in them, and is the same for the same seed', () => {
  const spec: ProblemSpec = { id: 'storm', profile: 'design', params: 'W1K1,hist' };
  const first = run(spec);
  expect(first).toMatchObject({ counts: { executions: 400 }, complete: false, findings: [] });
  expect(first.configurations).toBeGreaterThan(5);
  expect(first.coverage).toBeGreaterThan(500);
  expect({ ...run(spec), elapsedMs: 0 }).toEqual({ ...first, elapsedMs: 0 });
}, 60_000);

test('a problem that takes no other params is one configuration', () => {
  expect(run({ id: 'engine/mux-focus', profile: 'design', params: 'W0' })).toMatchObject({ configurations: 1 });
}, 60_000);

test('a finding of a swarm names the configuration it was met in, and shrinks from there', () => {
  const spec: ProblemSpec = { id: 'storm', profile: 'posted-2017', params: 'W1K1' };
  const { findings } = run(spec);
  expect(findings.length).toBeGreaterThan(5);
  for (const { params = spec.params, schedule, broken } of findings) {
    const again = replay(problemOf({ ...spec, params }), createStepTable(), schedule);
    expect(again.broken).toEqual(broken);
  }
  const [finding] = findings;
  if (finding === undefined) throw new Error('nothing was found');
  expect(simplify(spec, finding).execution.broken?.property).toBe(finding.broken.property);
}, 60_000);
