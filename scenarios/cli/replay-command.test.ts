import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corruptions, rechained } from '../session/corruption.fixture.ts';
import { conversation, recordInto } from '../session/session.fixture.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
type Ended = { readonly status: number | null; readonly out: string; readonly err: string };
let folder = '';
let session = '';
let bytes: Buffer = Buffer.alloc(0);

function charsim(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...words], { cwd: folder });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => {
      out += String(text);
    });
    child.stderr.on('data', (text) => {
      err += String(text);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-replay-'));
  session = join(folder, 'good.session.jsonl');
  ({ bytes } = await recordInto(session, conversation, 'design'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('charsim record and replay', () => {
  test('record one scenario, and replay it with the same trace hash', async () => {
    const recorded = await charsim(
      'record',
      '--out',
      '.',
      '--json',
      'r.json',
      '--',
      'fdset/add-check-order/most-negative',
    );
    expect(recorded).toMatchObject({ status: 0, err: '' });
    const { session: file, traceHash } = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as {
      session: string;
      traceHash: string;
    };
    expect(recorded.out).toMatch(/\nnpx charsim replay \S+@design\.session\.jsonl\n$/);
    const replayed = await charsim('replay', file);
    expect(replayed).toMatchObject({ status: 0, err: '' });
    expect(replayed.out).toContain(`trace hash ${traceHash}\nthe same to the end\n`);
    const again = await charsim('record', '--out', '.', '--', 'fdset/add-check-order/most-negative');
    expect(again.out).toMatch(/@design-2\.session\.jsonl\n$/);
  });

  test('tell both sides, clauses, state, the records before and the next command', async () => {
    const lines = bytes.toString('utf8').split('\n').slice(0, -2);
    const altered = lines.map((line) => (line.includes('"k":"see"') ? line.replace('"secret"', '"secrets"') : line));
    writeFileSync(join(folder, 'altered'), rechained(altered));
    const { status, out } = await charsim('replay', 'altered');
    expect(status).toBe(1);
    expect(out).toMatch(/✗ record \d+, step 6, \d+ ns: differs \(outcome\)/);
    expect(out).toMatch(/recorded {2}.*secrets[\s\S]*replayed {2}.*secret"[\s\S]*model {5}.*secret"/);
    expect(out).toMatch(/clauses {3}.*(RB|QMP)-\d+/);
    expect(out.match(/^ {2}\{"i":/gm)).toHaveLength(10);
    expect(out).toMatch(/to look closer: npx charsim replay altered --until \d+\n$/);
    const until = /--until \d+/.exec(out)?.[0].split(' ') ?? [];
    expect(await charsim('replay', 'altered', ...until)).toMatchObject({ status: 0 });
  });

  test('refuse bad words and bad files with exit code 2 and one sentence', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['replay'], /replay wants one session file/],
      [['replay', 'none'], /none: cannot be read: ENOENT/],
      [['replay', '.'], /\.: cannot be read: EISDIR/],
      [['replay', session, '--until', '0'], /--until 0: wanted an integer from 1/],
      [['record'], /record wants one scenario/],
      [['record', '--', 'fdset/*'], /record takes one scenario; \d+ match/],
      [['record', '--profile', 'all', '--', 'fdset/a'], /record takes one profile/],
      [['record', '--target', 'qemu', '--seed', '1', '--', 'fdset/a'], /--seed goes with --target simulated/],
    ];
    const ended = await Promise.all(cases.map(([words]) => charsim(...words)));
    for (const [at, [words, message]] of cases.entries()) {
      expect(ended[at]?.err, words.join(' ')).toMatch(message);
      expect(ended[at]?.err.trim().split('\n'), words.join(' ')).toHaveLength(1);
      expect(ended[at]?.status, words.join(' ')).toBe(2);
    }
  });

  test('refuse 50 spoilt files or replay them to the cut, with the exit code that says so', async () => {
    const spoilt = [...corruptions(bytes, 50, 7)];
    for (const [at, { name, bytes: wrong }] of spoilt.entries()) {
      const file = `${at}-${name.replace(' ', '-')}`;
      writeFileSync(join(folder, file), wrong);
      const { status, out, err } = await charsim('replay', file);
      if (wrong.equals(bytes)) continue; // a line that was moved to where it stood
      expect([2, 4], `${file}: ${out}${err}`).toContain(status);
      if (status === 2) expect(err, file).toMatch(/^charsim: [^\n]+ \(line \d+, byte \d+\)\n$/);
      if (status === 4) expect(out, file).toMatch(/truncated at \d+ \(line \d+, byte \d+\)\nthe same up to the cut\n$/);
    }
  }, 240_000);
});
