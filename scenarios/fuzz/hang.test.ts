import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JobChannel } from '../run/job-channel.ts';
import type { FromJob } from '../run/job-messages.ts';
import { runCampaign } from './campaign.ts';
import type { FuzzLane } from './lane.ts';
import type { FuzzSetup } from './play.ts';
import { remoteFuzzLane } from './remote-lane.ts';

const setup: FuzzSetup = { seed: 2, only: ['chardev'], faults: false, shrinkAttempts: 0, lengthMax: 12 };
const started: Worker[] = [];
let folder = '';

/** A thread whose system stands still at some actions. */
function hangingThread(): JobChannel {
  const worker = new Worker(join(folder, 'hanging.cjs'));
  started.push(worker);
  return {
    send: (message) => worker.postMessage(message),
    listen: (receive) => void worker.on('message', (message: FromJob) => receive(message)),
    ended: new Promise((resolve) => worker.on('exit', (code) => resolve(`ended with ${code}`))),
    kill: () => void worker.terminate(),
  };
}

function openLane(hangMs: number): () => Promise<FuzzLane> {
  const patience = { hangMs, tryMs: 300 };
  return () => remoteFuzzLane(hangingThread(), true, { kind: 'simulated', profile: 'design' }, setup, patience);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-hang-'));
  await build({
    entryPoints: [fileURLToPath(new URL('./hanging.fixture.ts', import.meta.url))],
    outfile: join(folder, 'hanging.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['koffi', 'esbuild', 'tsx'],
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    logLevel: 'silent',
  });
});
afterAll(async () => {
  await Promise.all(started.map((worker) => worker.terminate()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a session that stands still in one step', () => {
  test('is killed from outside, reported as a hang with its steps, and the campaign goes on', async () => {
    const campaign = await runCampaign(openLane(600), { seed: 2, runs: 12, timeMs: Number.POSITIVE_INFINITY, jobs: 2 });
    expect(campaign.runs).toBe(12);
    expect(campaign.verdicts.passed).toBeGreaterThan(0);
    const [finding] = campaign.findings.filter(({ classification }) => classification === 'hang');
    expect(finding?.reproduced).toBe(true);
    expect(finding?.message).toContain('of seed 2: nothing moved for 0.6 s');
    expect(finding?.scenario.steps.at(-1)?.[0]).toMatchObject({ do: 'qmp', execute: 'chardev-remove' });
    expect(finding?.actionsLeft).toBe(2);
  });

  test('does not keep a campaign from ending when it is told to', async () => {
    const controller = new AbortController();
    const bounds = { seed: 2, runs: 1000, timeMs: Number.POSITIVE_INFINITY, graceMs: 200, signal: controller.signal };
    const campaign = runCampaign(openLane(600_000), bounds);
    setTimeout(() => controller.abort(), 1000);
    expect((await campaign).runs).toBeLessThan(1000);
  });
});
