import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Io } from './io.ts';
import { main } from './main.ts';

/** Runs the command line in this process: exit code and what both streams were told. */
async function charsim(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const whole: string[] = [];
  const stdout = { write: (text: string) => whole.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const io: Io = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    raw: () => undefined,
    environment: {},
    stdout,
    stderr: process.stderr,
  };
  return { code: await main(words, io), out, err: err.join('\n'), whole: whole.join('') };
}

test('the report of a campaign is JSON with its seed, counts and trace', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-fuzz-'));
  try {
    const file = join(folder, 'fuzz.json');
    const words = ['fuzz', '--seed', '9', '--runs', '5', '--area', 'getfd', '--out', folder, '--json', file];
    const { code } = await charsim(...words);
    const report = JSON.parse(readFileSync(file, 'utf8'));
    expect(report).toMatchObject({ format: 'charsim-fuzz/1', seed: 9, runs: 5 });
    expect(report.traceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(code).toBe(report.findings.length === 0 ? 0 : 1);
    expect(report.actions).toBeGreaterThan(20);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('two jobs find what one job finds; each finding is a scenario and a session that replays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-fuzz-'));
  try {
    const campaign = async (jobs: string) => {
      const words = ['fuzz', '--seed', '4', '--runs', '70', '--length', '20', '--jobs', jobs];
      const { out, whole } = await charsim(...words, '--out', join(folder, jobs), '--json', '-');
      expect(out).toEqual([]);
      return JSON.parse(whole);
    };
    const [one, two] = [await campaign('1'), await campaign('2')];
    expect(two.traceHash).toBe(one.traceHash);
    expect(two.coverage).toBe(one.coverage);
    const names = ({ findings }: typeof one): string[] => findings.map(({ name }: { name: string }) => name);
    expect(names(two)).toEqual(names(one));
    for (const { file, session, reproduced } of one.findings) {
      expect(existsSync(file)).toBe(true);
      if (reproduced) expect((await charsim('replay', session)).code).toBe(1);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('words that cannot be meant are refused with what was wanted', async () => {
  const refused = async (...words: readonly string[]): Promise<string> => {
    const { code, err } = await charsim('fuzz', ...words);
    expect(code).toBe(2);
    return err;
  };
  expect(await refused('--area', 'muks')).toContain('did you mean mux?');
  expect(await refused('--faults', 'maybe')).toContain('wanted on or off');
  expect(await refused('--runs', '0')).toContain('wanted an integer from 1');
  expect(await refused('--qemu', 'x')).toContain('--target qemu');
  expect(await refused('something')).toContain('takes options only');
});
