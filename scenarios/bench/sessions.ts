import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { runScenario } from '../run/run-scenario.ts';
import { loadModel, type ModelWitness } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { recordScenario } from '../session/recording.ts';
import { replaySession } from '../session/replay-session.ts';
import { checkSession } from '../session/session-file.ts';
import { createWriter, fileSink, type Sink } from '../session/writer.ts';
import type { Figure } from './main.ts';
import { median } from './median.ts';

const profile = 'qemu-10.0';
/** Every so many scenarios of the catalogue. */
const stride = 5;
const turns = 25;
/** Turns that are not measured: V8 compiles until about then. */
const warmTurns = 8;
const recordingMax = 1.3;
const replayMax = 1;
const limits = { timeoutMs: 60_000 };

/** A sink that keeps nothing: what is left of a recording's cost without its file. */
const nowhere: Sink = { each: false, append: () => undefined, close: () => undefined };

type Costs = {
  readonly plain: number;
  readonly recording: number;
  readonly withoutFile: number;
  readonly replay: number;
};

/**
 * What recording into a file costs beside the plain run, and what the replay of a checked session does, on the simulated
 * target: the same scenarios in one process.
 */
export async function* sessions(): AsyncGenerator<Figure> {
  const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
  const model = await loadModel();
  const sample: Scenario[] = [];
  for (const scenario of scenarios.filter((_, index) => index % stride === 0)) {
    const { verdict } = await runScenario(createSimulatedTarget({ profile }), model, scenario, limits);
    if (verdict === 'passed') sample.push(scenario);
  }
  const folder = mkdtempSync(join(tmpdir(), 'charsim-bench-'));
  try {
    const costs: Costs[] = [];
    for (let turn = -warmTurns; turn < turns; turn += 1) {
      const cost = await costsOf(sample, model, join(folder, `${turn}`));
      if (turn >= 0) costs.push(cost);
    }
    const ratio = (what: keyof Costs): number => median(costs.map((cost) => cost[what] / cost.plain));
    const recording = figure('recording into a file', ratio('recording'), recordingMax, sample.length);
    yield { ...recording, value: `${recording.value} (${ratio('withoutFile').toFixed(2)} without its file)` };
    yield figure('replay of a checked session', ratio('replay'), replayMax, sample.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Every turn has copies of its own: data that nobody has seen before, as that of a session is. The plain run comes first and
 * last: a machine that gets slower or faster meanwhile changes no ratio.
 */
async function costsOf(sample: readonly Scenario[], model: ModelWitness, stem: string): Promise<Costs> {
  const target = (): ReturnType<typeof createSimulatedTarget> => createSimulatedTarget({ profile });
  const request = { spec: { kind: 'simulated', profile }, profile, exact: true } as const;
  const plainRun = (): Promise<number> =>
    timed(structuredClone(sample), (scenario) => runScenario(target(), model, scenario, limits));
  const before = await plainRun();
  const recordInto = async (sink: Sink, scenario: Scenario): Promise<void> => {
    const writer = createWriter(sink);
    await recordScenario(target(), model, scenario, writer, { version: 'bench', limits });
    writer.close();
  };
  const withoutFile = await timed(structuredClone(sample), (scenario) => recordInto(nowhere, scenario));
  const recording = await timed(structuredClone(sample), (scenario, at) =>
    recordInto(fileSink(`${stem}-${at}`, false), scenario),
  );
  const files = sample.map((_, at) => checkSession(`${stem}-${at}`));
  const replay = await timed(files, async (file) => {
    const { verdict } = await replaySession(file, model, request);
    if (verdict !== 'same') throw new Error(`${file.head.scenario.name} does not replay: ${verdict}`);
  });
  return { plain: (before + (await plainRun())) / 2, recording, withoutFile, replay };
}

/** What was made for the work, and is left of the work before it, is out of the young generation when the work begins. */
function collectYoung(): void {
  const collect = (globalThis as { readonly gc?: (options: { readonly type: 'minor' }) => void }).gc;
  for (let at = 0; at < 2; at += 1) collect?.({ type: 'minor' });
}

/** Processor time, in microseconds: what else the machine does is not counted. */
async function timed<Item>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<unknown>,
): Promise<number> {
  collectYoung();
  const from = process.cpuUsage();
  for (const [at, item] of items.entries()) await work(item, at);
  const { user, system } = process.cpuUsage(from);
  return user + system;
}

function figure(what: string, ratio: number, most: number, count: number): Figure {
  return {
    name: `${what} against the plain run, ${count} scenarios on simulated:${profile}`,
    value: `${ratio.toFixed(2)} times`,
    wanted: `at most ${most} times`,
    met: ratio <= most,
  };
}
