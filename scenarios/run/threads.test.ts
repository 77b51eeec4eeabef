import { afterEach, describe, expect, test } from 'vitest';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { runOnSpec } from './run.ts';
import { makeThreads, type Threads } from './threads.ts';

const spec = { kind: 'simulated', profile: 'design' } as const;
const limits = { timeoutMs: 10_000 };
const never = new Promise<void>(() => undefined);
let threads: Threads | undefined;

afterEach(() => threads?.close());

describe('worker threads', () => {
  test('stay for the next target, and run what this thread runs with the same traces', async () => {
    threads = makeThreads();
    const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: ['pipe'], files: [] });
    const here = await runOnSpec(spec, scenarios, 1);
    const hashes = new Map(here.results?.scenarios.map((row) => [row.id, row.traceHash]));
    const first = await threads.open(spec, limits, never);
    await first?.close();
    const second = await threads.open({ ...spec, profile: 'qemu-10.0' }, limits, Promise.resolve());
    expect(second, 'the thread was given back, but nobody waited for it').toBeUndefined();
    const third = await threads.open(spec, limits, never);
    for (const scenario of scenarios.slice(0, 5)) {
      expect((await third?.run(scenario))?.traceHash).toBe(hashes.get(scenario.id));
    }
  });

  test('do not start for what is over in a moment', async () => {
    threads = makeThreads();
    expect(await threads.open(spec, limits, Promise.resolve())).toBeUndefined();
  });

  test('are ended by closing, also in a scenario', async () => {
    threads = makeThreads();
    const lane = await threads.open(spec, limits, never);
    threads.close();
    const toy = { id: 'toy', title: 'x', clauses: [], steps: [[{ do: 'pipe', as: 'p' }]] } as const;
    const result = await lane?.run(toy);
    expect([result?.verdict, lane?.alive()]).toEqual(['failed', false]);
  });
});
