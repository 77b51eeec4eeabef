import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileName } from '../../model/language/profile.ts';
import { createSimulatedTarget } from '../../sut/simulated.ts';
import { loadModel } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { emptySha256, type HeadRecord, lineBytesMax, sessionFormat, sessionVersion } from './record.ts';
import { type RecordingOptions, recordScenario } from './recording.ts';
import { createWriter, fileSink } from './writer.ts';

/** A folder that lives as long as `work` does. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-session-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Records a scenario on the simulated target into `path`; returns the bytes and the run's result. */
export async function recordInto(
  path: string,
  scenario: Scenario,
  profile: ProfileName,
  options: Partial<RecordingOptions> = {},
): Promise<{ readonly bytes: Buffer; readonly traceHash: string | undefined; readonly verdict: string }> {
  const { seed } = options;
  const target = createSimulatedTarget({ profile, ...(seed === undefined ? {} : { seed }) });
  const writer = createWriter(fileSink(path, false));
  const { traceHash, verdict } = await recordScenario(target, await loadModel(), scenario, writer, {
    version: 'test',
    limits: { timeoutMs: 60_000 },
    ...options,
  });
  writer.close();
  return { bytes: readFileSync(path), traceHash, verdict };
}

/** A small conversation with most kinds of things in it: descriptors, a chardev, bytes, time. */
export const conversation: Scenario = {
  id: 'session/conversation',
  title: 'a conversation',
  clauses: ['FDSET-01'],
  steps: [
    [{ do: 'pipe', as: 'p' }, { see: 'done' }],
    [
      { do: 'qmp', execute: 'add-fd', arguments: { 'fdset-id': 4 }, fds: ['p.write'], id: 'one' },
      { see: 'return', value: { 'fdset-id': 4, fd: { $: 'member' } }, id: 'one' },
    ],
    [{ do: 'qmp', execute: 'query-fdsets' }],
    [
      {
        do: 'qmp',
        execute: 'chardev-add',
        arguments: { id: 'r', backend: { type: 'ringbuf', data: { size: 16 } } },
      },
    ],
    [{ do: 'qmp', execute: 'ringbuf-write', arguments: { device: 'r', data: 'secret' } }],
    [
      { do: 'qmp', execute: 'ringbuf-read', arguments: { device: 'r', size: 16 } },
      { see: 'return', value: 'secret' },
    ],
    [{ do: 'advance', ms: 5 }],
    [{ do: 'write-file', path: '{dir}/f', bytes: 'caf\u00e9\n\u0000' }],
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4, fd: { $: 'member' } } }],
    [{ do: 'qmp', execute: 'remove-fd', arguments: { 'fdset-id': 4 } }],
  ],
};

/** A head as it must be, for sessions that are made up. */
export const sessionHead: HeadRecord = {
  k: 'head',
  fmt: sessionFormat,
  ver: sessionVersion,
  engine: { name: 'charsim', version: 'test' },
  variant: 'design',
  seed: '0'.repeat(16),
  t0: '0',
  fs: emptySha256,
  scenario: { name: 'made/up', sha: emptySha256 },
  limits: { line: lineBytesMax },
  need: ['actions'],
};
