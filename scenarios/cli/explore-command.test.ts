import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Io } from './io.ts';
import { main } from './main.ts';

let out = '';
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'charsim-explore-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Runs the command line in this process: exit code, lines of both streams, and what standard output was given whole. */
async function charsim(...words: readonly string[]) {
  const lines: string[] = [];
  const err: string[] = [];
  const whole: string[] = [];
  const stdout = { write: (text: string) => whole.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const io: Io = {
    out: (line) => void lines.push(line),
    err: (line) => void err.push(line),
    raw: () => undefined,
    environment: {},
    stdout,
    stderr: process.stderr,
  };
  const folder = words[0] === 'explore' && !words.includes('--out') ? ['--out', out] : [];
  return { code: await main([...words, ...folder], io), out: lines, err: err.join('\n'), whole: whole.join('') };
}

test('a finding is printed as numbered steps with the commands that repeat it, which do', async () => {
  const found = await charsim('explore', 'swap-race', '--params', 'W2K1,m1');
  expect(found.code).toBe(1);
  expect(found.out.join('\n')).toContain('✗ P1 (SAFE-01): a byte for backend 0 after its end');
  expect(found.out.join('\n')).toContain('1 preemption, no schedule with fewer breaks it; params W1K1,m1 are enough');
  const commands = found.out.flatMap((line) => (line.trim().startsWith('npx') ? [line.trim().split(' ')] : []));
  expect(commands.map((words) => words.slice(0, 3))).toEqual(
    ['replay', 'run', 'explore'].map((command) => ['npx', 'charsim', command]),
  );
  const steps = found.out.slice(2, 2 + 13).map((line) => line.slice(4));
  const [replay = [], run = [], schedule = []] = commands;
  const replayed = await charsim(...replay.slice(2));
  expect({ code: replayed.code, steps: replayed.out.slice(1, 14) }).toEqual({ code: 1, steps });
  expect(replayed.out.at(-1)).toContain('the same bit by bit');
  const ran = await charsim(...run.slice(2), '--profile', 'design', '--out', out);
  expect(ran.code).toBe(1);
  for (const line of steps.slice(0, -1)) expect(ran.out.join('\n')).toContain(line.trimEnd());
  const repeated = await charsim(...schedule.slice(2));
  expect({ code: repeated.code, steps: repeated.out.slice(0, 13) }).toEqual({ code: 1, steps });
});

test('one cause is one finding, and exploring again writes nothing anew', async () => {
  const words = ['explore', 'race/unplug', '--profile', 'posted-2017', '--json', '-'];
  const [first, again] = [await charsim(...words), await charsim(...words)];
  const findings = (text: string): unknown => JSON.parse(text).explorations[0].findings;
  expect(findings(again.whole)).toEqual(findings(first.whole));
  expect(findings(first.whole)).toMatchObject([{ property: 'chardev left over', clauses: ['SAFE-08', 'RACE-14'] }]);
});

test('two workers find what none finds, with the same schedules', async () => {
  const words = ['explore', 'swap-race', '--params', 'W2K1,disc,m5', '--json', '-'];
  const findings = (text: string): unknown => JSON.parse(text).explorations[0].findings;
  for (const strategy of ['exhaustive', 'pos']) {
    const alone = await charsim(...words, '--strategy', strategy, '--runs', '1000');
    const together = await charsim(...words, '--strategy', strategy, '--runs', '1000', '--jobs', '2');
    expect(findings(together.whole)).toEqual(findings(alone.whole));
    expect(findings(alone.whole)).not.toEqual([]);
  }
});

test('Ctrl-C saves a file, and --resume goes on from it to the same end', async () => {
  const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
  const words = ['explore', 'race/writers', 'storm', '--strategy', 'pos', '--runs', '2000', '--out', out];
  const child = spawn(process.execPath, [launcher, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  child.stdout.once('data', () => child.kill('SIGINT')); // the first problem is done
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
  const again = /npx charsim (.*)\n/.exec(said)?.[1]?.split(' ') ?? [];
  expect(again.slice(0, 2)).toEqual(['explore', '--resume']);
  const results = [await charsim(...again, '--json', '-'), await charsim(...words, '--json', '-')].map(
    ({ code, whole }) => ({ code, told: JSON.parse(whole.replaceAll(/"elapsedMs": \d+/g, '"elapsedMs": 0')) }),
  );
  expect(results[0]).toEqual(results[1]);
  expect(results[0]).toMatchObject({ code: 0, told: { explorations: [{ executions: 2000 }, { executions: 2000 }] } });
}, 60_000);

test.each(['exhaustive', 'dpor', 'bounded', 'explicit'])(
  '%s exhausts the correct swap and finds nothing',
  async (strategy) => {
    const { code, out } = await charsim('explore', 'swap-race', '--params', 'W2K1', '--strategy', strategy);
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(out[0]).toMatch(/^✓ .*exhausted, nothing found/);
  },
);

test('a large problem is gone through with one preemption, unless a strategy is named', async () => {
  const { code, out } = await charsim('explore', 'engine/port-unplug');
  expect(code).toBe(0);
  expect(out[0]).toMatch(/^✓ .*bound of 1 preemption exhausted, nothing found/);
  const named = await charsim('explore', 'engine/port-unplug', '--strategy', 'exhaustive', '--runs', '20');
  expect(named.code).toBe(5);
  expect(named.out[0]).toMatch(/^\? .*not exhausted/);
});

test.each(['random', 'pct', 'pos', 'portfolio'])('%s is never called exhausted', async (strategy) => {
  const { code, out } = await charsim('explore', 'swap-race', '--strategy', strategy, '--runs', '20');
  expect(code).toBe(0);
  expect(out[0]).toMatch(/^\? .*not exhausted, nothing found: 20 executions/);
});

test('a limit that was met is inconclusive, not a pass', async () => {
  expect(await charsim('explore', 'swap-race', '--runs', '3')).toMatchObject({ code: 5 });
  const deep = await charsim('explore', 'swap-race', '--depth', '5');
  expect(deep.code).toBe(5);
  expect(deep.out[0]).toContain('cut off');
});

test('--json - is the documented shape and nothing else', async () => {
  const { code, out, whole } = await charsim(
    'explore',
    'swap-race',
    '--params',
    'W2K1,m3',
    '--strategy',
    'dpor',
    '--json',
    '-',
  );
  expect(code).toBe(1);
  expect(out).toEqual([]);
  const shown = JSON.parse(whole);
  expect(shown).toMatchObject({ format: 'charsim-explore/1', profile: 'design', strategy: 'dpor', notApplicable: [] });
  expect(shown.explorations[0]).toMatchObject({
    scenario: 'swap-race',
    findings: [{ property: 'P1', clauses: ['SAFE-01'] }],
  });
});

test.each([
  [['swap-racer'], 'no problem is called swap-racer (did you mean swap-race?)'],
  [[], 'wants the name of a problem'],
  [['swap-race', '--strategy', 'x'], '--strategy x: wanted one of exhaustive'],
  [['swap-race', '--profile', 'x'], '--profile x: wanted one of design'],
  [['swap-race', '--params', 'W9K1'], 'swap-race wants W1..8'],
  [['swap-race', '--repair', 'RACE-99'], '--repair RACE-99: wanted ids such as RACE-01'],
  [['race/unplug', '--repair', 'RACE-14'], '--repair lifts defects of posted-2017; design has none of them'],
  [['swap-race', '--runs', '0'], '--runs'],
  [['swap-race', '--jobs', '0'], '--jobs'],
  [['swap-race', '--resume', 'x'], 'leave out swap-race'],
  [['--resume', 'x', '--runs', '3'], 'leave out --runs'],
  [['--resume', '/nonexistent'], 'cannot be read'],
  [
    ['--resume', fileURLToPath(new URL('../../package.json', import.meta.url))],
    'not what an interrupted explore leaves',
  ],
  [['swap-race', '--strategy', 'explicit', '--params', 'W2K1,m1'], 'does not list its states'],
  [['--schedule', 'xp1:swap-race:W2K1:dpor:zz'], 'diverged at step 0'],
  [['--schedule', 'xp1:other:W2K1:dpor:a'], "no problem is called 'other'"],
  [['--schedule', 'nonsense'], "begins with 'xp1:'"],
])('bad input %j is a clear error with code 2', async (words, text) => {
  const { code, err } = await charsim('explore', ...words);
  expect(code).toBe(2);
  expect(err).toContain(text);
});
