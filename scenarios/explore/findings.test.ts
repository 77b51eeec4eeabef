import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { runScenario } from '../run/run-scenario.ts';
import { loadModel } from '../run/witness.ts';
import { parseScenario } from '../scenario-schema.ts';
import { readWhole } from '../session/reader.ts';
import { createWriter, memorySink } from '../session/writer.ts';
import { startExecution } from './execution.ts';
import { explore } from './explore.ts';
import { keepFinding, scenarioOf, scheduleOf } from './keep-finding.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { exportedSchedule } from './schedule-exports.ts';
import { replaySchedule } from './schedule-replay.ts';
import { scheduleSession } from './schedule-session.ts';
import { type Simplified, simplify } from './simplify.ts';
import { everyState, type StrategyPlan, strategyOf } from './strategies.ts';
import { createStepTable } from './visible-step.ts';

vi.setConfig({ testTimeout: 60_000 }); // a busy machine

const portfolio: StrategyPlan = {
  kind: 'random',
  policies: [{ policy: 'uniform' }, { policy: 'pct', depth: 3 }, { policy: 'pos' }],
};
const unplug: ProblemSpec = { id: 'race/unplug-against-writers', profile: 'posted-2017', params: 'W3K2' };
const m5: ProblemSpec = { id: 'swap-race', profile: 'design', params: 'W3K2,disc,m5' };

function findings(spec: ProblemSpec, plan: StrategyPlan, runs = 1e9): readonly Simplified[] {
  const limits = { findingsMax: 100, executionsMax: runs };
  const { findings: found } = explore(problemOf(spec), {
    name: 'test',
    strategy: (table) => strategyOf(plan, table),
    limits,
  });
  return found.map((finding) => simplify(spec, finding));
}

function first(spec: ProblemSpec, plan: StrategyPlan): Simplified {
  const [found] = explore(problemOf(spec), { name: 'test', strategy: (table) => strategyOf(plan, table) }).findings;
  if (found === undefined) throw new Error('nothing was found');
  return simplify(spec, found);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-findings-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a session of a schedule', () => {
  test('tells how far each change came, with its number and the generations of its frontend', () => {
    const spec: ProblemSpec = { id: 'race/recording', profile: 'design', params: 'W1K1' };
    const execution = startExecution(problemOf(spec), createStepTable());
    for (let next = execution.enabled()[0]; next !== undefined; next = execution.enabled()[0]) execution.take(next);
    const { records } = readWhole([scheduleSession({ problem: spec, turns: execution.taken }, '1.0.0')]);
    const swaps = records.flatMap(({ record }) => (record.k === 'swap' ? [record] : []));
    const [asked, begun, done] = swaps.map(({ seq, st, old, new: now }) => [seq, st, old, now]);
    expect([asked, begun, done, swaps.length]).toEqual([
      [0, 'scheduled', 0, 0],
      [0, 'committing', 0, 0],
      [0, 'done', 0, 1],
      3,
    ]);
    const logged = records.findIndex(({ record }) => record.k === 'turn' && record.s === 'access W log.events');
    expect(records[logged + 1]?.record).toMatchObject({ k: 'swap', st: 'committing' });
  });
});

describe('the plainest form of a finding', () => {
  test.each([
    [m5, 'W1K1,disc,m5'],
    [unplug, 'W1K1'],
  ])('of %j needs params %s alone, and is the same however it was found', (spec, params) => {
    const texts = [everyState, portfolio].map((plan) =>
      findings(spec, plan, plan === everyState ? 1e9 : 3000)
        .map((found) => scheduleOf(found, 'any'))
        .sort(),
    );
    expect(texts[0]).toEqual(texts[1]);
    const found = findings(spec, everyState);
    for (const { problem, fewest } of found)
      expect({ params: problem.params, fewest }).toEqual({ params, fewest: true });
  });

  test('leaves out what it does not need', () => {
    const storm: ProblemSpec = { id: 'storm', profile: 'posted-2017', params: 'W1K2' };
    const { problem, execution } = first(storm, portfolio);
    expect(problem.params).toMatch(/^W[01]K1.*,-\w+/);
    expect(execution.broken).not.toBeNull();
    expect(execution.threads).toBeLessThan(7);
  });
});

describe('a finding that is kept', () => {
  test('is the same session byte for byte a thousand times over', () => {
    for (const spec of [unplug, m5]) {
      const { problem, turns } = first(spec, everyState);
      const once = scheduleSession({ problem, turns }, '1.2.3');
      for (let time = 0; time < 1000; time += 1) {
        expect(scheduleSession({ problem, turns }, '1.2.3').equals(once)).toBe(true);
      }
    }
  });

  test('replays as it was recorded, whole or cut, and says where it differs', () => {
    const found = first(unplug, everyState);
    const { session } = keepFinding(folder, found, 'states', '1.2.3');
    const replayed = replaySchedule(session);
    expect(replayed).toMatchObject({ divergence: null, cut: false, problem: found.problem });
    expect(replayed.execution?.broken).toEqual(found.execution.broken);

    const bytes = readFileSync(session);
    const cut = join(folder, 'cut.session.jsonl');
    writeFileSync(cut, bytes.subarray(0, bytes.indexOf('"i":4') + 20));
    expect(replaySchedule(cut)).toMatchObject({ divergence: null, cut: true, records: 4 });

    const sink = memorySink();
    const writer = createWriter(sink);
    for (const { record, i } of readWhole([bytes]).records) {
      if (record.k === 'end') writer.end(0n, record);
      else writer.write(0n, i === 3 && record.k === 'turn' ? { ...record, s: 'lock W other.lock' } : record);
    }
    const changed = join(folder, 'changed.session.jsonl');
    writeFileSync(changed, sink.bytes());
    expect(replaySchedule(changed).divergence).toMatchObject({ record: 3 });
  });

  test('is a scenario that fails with its property, and passes where that is what must break', async () => {
    const found = first(unplug, everyState);
    const scenario = scenarioOf(found, scheduleOf(found, 'states'), 'test');
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toMatchObject({ ok: true });
    const model = await loadModel();
    const limits = { timeoutMs: 1000 };
    const target = createSimulatedTarget({ profile: 'design' });
    const property = found.execution.broken?.property ?? '';
    const failed = await runScenario(target, model, scenario, limits);
    expect(failed).toMatchObject({ verdict: 'failed' });
    expect(failed.failure?.message).toContain(`${property}: ${found.execution.broken?.text}`);
    const expected = await runScenario(target, model, { ...scenario, breaks: property }, limits);
    expect(expected).toMatchObject({ verdict: 'passed', traceHash: failed.traceHash });
    const other = createSimulatedTarget({ profile: 'qemu-7.2' });
    expect(await runScenario(other, model, scenario, limits)).toMatchObject({ verdict: 'not-applicable' });
    const lost = { ...scenario, schedule: `${scenario.schedule}zz` };
    expect((await runScenario(target, model, lost, limits)).failure?.message).toContain('cannot be followed');
  });

  test('has its own name, and another file of that name is left alone', () => {
    const found = first(m5, everyState);
    const one = keepFinding(folder, found, 'states', '1.2.3');
    expect(keepFinding(folder, found, 'states', '1.2.3')).toEqual(one);
    expect(keepFinding(folder, found, 'states', '1.2.4').session).toBe(one.session.replace('.session', '-2.session'));
  });
});

describe('a schedule as a picture', () => {
  test('has a lane for each thread, a slice for each step, and says where it broke', () => {
    const { problem, execution } = first(m5, everyState);
    const { traceEvents } = JSON.parse(exportedSchedule({ problem, execution }, 'perfetto'));
    const of = (ph: string): readonly { readonly tid: number; readonly name: string }[] =>
      traceEvents.filter((each: { readonly ph: string }) => each.ph === ph);
    expect(of('X').map(({ tid, name }) => [tid - 1, name])).toEqual(
      execution.taken.map(({ thread, step }) => [thread, step.text]),
    );
    expect(of('i').map(({ name }) => name)).toEqual([execution.broken?.property]);
    const lines = exportedSchedule({ problem, execution }, 'mermaid').trimEnd().split('\n');
    expect(lines[0]).toBe('sequenceDiagram');
    expect(lines.filter((line) => /^ {2}t\d+-+>>o\d+: \d+ /.test(line))).toHaveLength(execution.taken.length);
    expect(lines.at(-1)).toMatch(/^ {2}Note over t\d+: /);
  });

  test('as a scenario fails where it failed', async () => {
    const found = first(unplug, everyState);
    const text = exportedSchedule(found, 'scenario');
    const parsed = parseScenario(JSON.parse(text.slice(text.indexOf('{', text.indexOf('explored')), -2)));
    if (!parsed.ok) throw new Error('no scenario');
    const { scenario } = parsed;
    const target = createSimulatedTarget({ profile: 'design' });
    expect((await runScenario(target, await loadModel(), scenario, { timeoutMs: 60_000 })).verdict).toBe('failed');
  });
});
