import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { loadModel } from '../run/witness.ts';
import type { Scenario } from '../scenario.ts';
import { rechained } from './corruption.fixture.ts';
import { type ReplayResult, replaySession } from './replay-session.ts';
import { conversation, inFolder, recordInto } from './session.fixture.ts';
import { checkSession } from './session-file.ts';
import { fileSink } from './writer.ts';

type Profile = 'design' | 'qemu-7.2' | 'qemu-10.0';

async function replayed(path: string, profile: Profile, exact: boolean, until?: number): Promise<ReplayResult> {
  const spec = { kind: 'simulated', profile } as const;
  const request = { spec, profile, exact, ...(until === undefined ? {} : { until }) };
  return replaySession(checkSession(path), await loadModel(), request);
}

async function recordedAndReplayed(scenario: Scenario, profile: Profile, seed?: number): Promise<string> {
  return inFolder(async (folder) => {
    const path = join(folder, 's');
    const options = seed === undefined ? {} : { seed };
    const { traceHash, verdict } = await recordInto(path, scenario, profile, options);
    if (verdict !== 'passed') return 'not recorded';
    const again = join(folder, 'again');
    const second = await recordInto(again, scenario, profile, options);
    expect(second.bytes.equals(readFileSync(path))).toBe(true);
    const result = await replayed(path, profile, true);
    expect(result.divergence).toBeUndefined();
    expect(result.traceHash).toBe(traceHash);
    return result.verdict;
  });
}

describe('a recorded session', () => {
  test('of each twentieth scenario replays bit by bit, with the same trace hash, on its profile', async () => {
    const { scenarios } = await loadCatalogue({ roots: [ownRoot], patterns: [], files: [] });
    const verdicts = new Map<string, number>();
    for (const scenario of scenarios.filter((_, at) => at % 20 === 0)) {
      for (const profile of ['design', 'qemu-10.0'] as const) {
        const verdict = await recordedAndReplayed(scenario, profile);
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      }
    }
    expect([...verdicts.keys()].filter((verdict) => verdict !== 'same' && verdict !== 'not recorded')).toEqual([]);
    expect(verdicts.get('same')).toBeGreaterThan(50);
  }, 120_000);

  test('keeps decisions that a seed drew', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      expect(await recordedAndReplayed(conversation, 'qemu-7.2', seed)).toBe('same');
    }
  });

  test('is for its owner only and never written over', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, conversation, 'design');
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(() => fileSink(path, false)).toThrow(/EEXIST/);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    });
  });

  test('cut anywhere replays to its cut', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, conversation, 'design');
      const from = bytes.indexOf(10) + 1;
      for (let at = from; at < bytes.length; at += Math.ceil((bytes.length - from) / 25)) {
        const cut = join(folder, `cut-${at}`);
        writeFileSync(cut, bytes.subarray(0, at));
        expect((await replayed(cut, 'design', true)).verdict).toBe('truncated');
      }
    });
  });

  test('whose outcome was altered is pinpointed there, with state, clause and the records before', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, conversation, 'design');
      const lines = bytes.toString('utf8').split('\n').slice(0, -2);
      const at = lines.findIndex((line) => line.includes('"k":"see"') && line.includes('"secret"'));
      const altered = lines.map((line, number) => (number === at ? line.replace('secret', 'secrets') : line));
      const forged = join(folder, 'forged');
      writeFileSync(forged, rechained(altered));
      for (const exact of [true, false]) {
        const { verdict, divergence } = await replayed(forged, 'design', exact);
        expect(verdict).toBe('diverged');
        expect(divergence).toMatchObject({ kind: 'outcome', record: at, replayed: { see: 'return', value: 'secret' } });
        expect(divergence?.before).toEqual(altered.slice(Math.max(0, at - 10), at));
        expect(divergence?.clauses.length).toBeGreaterThan(0);
        expect(divergence?.changes.length).toBeGreaterThan(0);
      }
    });
  });

  test('that differs and cannot be read again says so instead of the records before', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, conversation, 'design');
      writeFileSync(path, rechained(bytes.toString('utf8').replace('"secret"', '"secrets"').split('\n').slice(0, -2)));
      const file = checkSession(path);
      rmSync(path);
      const request = { spec: { kind: 'simulated', profile: 'design' }, profile: 'design', exact: true } as const;
      const { verdict, divergence } = await replaySession(file, await loadModel(), request);
      expect(verdict).toBe('diverged');
      expect(divergence?.before).toEqual([expect.stringMatching(/^\(not to be had: .* cannot be read again: ENOENT/)]);
    });
  });

  test('with other decisions is told as such', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, conversation, 'design');
      const lines = bytes.toString('utf8').split('\n').slice(0, -2);
      const at = lines.findIndex((line) => line.includes('"k":"sched"'));
      const altered = lines.map((line, number) => (number === at ? line.replace(/"n":\d+/, '"n":1') : line));
      writeFileSync(join(folder, 'forged'), rechained(altered));
      const { divergence } = await replayed(join(folder, 'forged'), 'design', true);
      expect(divergence?.kind).toBe('decision');
    });
  });

  test('of a profile with a defect parts from the repaired one at the reply that shows it', async () => {
    const scenario: Scenario = {
      id: 'session/profiles',
      title: 'greater than any list',
      clauses: ['QMP-15'],
      steps: [[{ do: 'pipe', as: 'p' }], [{ do: 'qmp', execute: 'query-status' }], [{ do: 'hold' }]],
    };
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      await recordInto(path, scenario, 'qemu-7.2');
      const { verdict, divergence } = await replayed(path, 'qemu-10.0', false);
      expect(verdict).toBe('diverged');
      expect(divergence).toMatchObject({ step: 1, recorded: { see: 'return' }, replayed: { see: 'return' } });
      expect(divergence?.text).toMatch(/the model goes with the replay; what was recorded does not conform/);
      expect(divergence?.clauses).toContain('QMP-15');
    });
  });

  test('of a failing run fails again at the same step', async () => {
    const scenario: Scenario = {
      id: 'session/failing',
      title: 'wrong on purpose',
      clauses: ['FDSET-01'],
      steps: [
        [{ do: 'pipe', as: 'p' }],
        [
          { do: 'qmp', execute: 'query-fdsets' },
          { see: 'return', value: [1] },
        ],
      ],
    };
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { verdict } = await recordInto(path, scenario, 'design');
      expect(verdict).toBe('failed');
      const result = await replayed(path, 'design', true);
      expect(result.verdict).toBe('failed');
      expect(result.divergence).toMatchObject({ step: 1 });
    });
  });

  test('tells events and changes with their far ends, and one of them altered is where it parts', async () => {
    const change = (id: number, type: string): Scenario['steps'][number] => [
      { do: 'qmp', execute: 'chardev-change', arguments: { id: 'c', backend: { type, data: {} } }, id },
    ];
    const scenario: Scenario = {
      ...conversation,
      launch: { args: ['-chardev', 'null,id=c'], ports: [{ id: 'com1', kind: '16550', chardev: 'c' }] },
      steps: [change(1, 'ringbuf'), change(2, 'null')],
    };
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      const { bytes } = await recordInto(path, scenario, 'design');
      const lines = bytes.toString('utf8').split('\n').slice(0, -2);
      const told = lines.flatMap((line) => {
        const { k, fe, gen, e, seq, st, old, new: next } = JSON.parse(line);
        if (k === 'ev' && fe === '16550') return [`${e} ${gen}`];
        return k === 'swap' ? [`${seq} ${old}>${next} ${st}`] : [];
      });
      expect(told).toEqual([
        ...['1 2>3 prepared', '1 2>3 scheduled', '1 2>3 committing', '1 2>3 done', 'OPENED 3'],
        ...['2 3>4 prepared', '2 3>4 scheduled', '2 3>4 committing', '2 3>4 done', 'CLOSED 4'],
      ]);
      const at = lines.findIndex((line) => line.includes('"gen":3'));
      const altered = lines.map((line, number) => (number === at ? line.replace('OPENED', 'BREAK') : line));
      const forged = join(folder, 'forged');
      writeFileSync(forged, rechained(altered));
      const { divergence } = await replayed(forged, 'design', true);
      expect(divergence).toMatchObject({ kind: 'happening', record: at + 1, step: 0 });
      expect(divergence?.text).toContain('number 5 of this action');
      // another profile need not have the same inside
      expect((await replayed(forged, 'qemu-10.0', false)).verdict).toBe('truncated');
    });
  });

  test('stops where it is asked to, with the state of the model', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 's');
      await recordInto(path, conversation, 'design');
      const { verdict, steps, state } = await replayed(path, 'design', true, 9);
      expect([verdict, steps]).toEqual(['until', 3]);
      expect(state).toMatchObject({ fdsets: { 4: {} } });
    });
  });
});

test('a redacted session has no payload in it, reads in order and is not replayed', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 's');
    const { bytes } = await recordInto(path, conversation, 'design', { redact: true });
    const text = bytes.toString('utf8');
    for (const secret of ['secret', 'café', '{dir}/f']) expect(text).not.toContain(secret);
    expect(text).toContain('redacted: 6 bytes, crc32c');
    expect(checkSession(path).end.kind).toBe('whole');
    await expect(replayed(path, 'design', true)).rejects.toThrow(/the session is redacted/);
  });
});
