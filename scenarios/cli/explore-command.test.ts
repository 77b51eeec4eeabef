import { expect, test } from 'vitest';
import type { Io } from './io.ts';
import { main } from './main.ts';

/** Runs the command line in this process: exit code, lines of both streams, and what standard output was given whole. */
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

test('a finding is printed as numbered steps with the command that repeats it, which does', async () => {
  const found = await charsim('explore', 'swap-race', '--params', 'W2K1,m1');
  expect(found.code).toBe(1);
  expect(found.out.join('\n')).toContain('✗ P1 (SAFE-01): a byte for backend 0 after its end');
  const again = found.out.at(-1)?.trim().split(' ') ?? [];
  expect(again.slice(0, 3)).toEqual(['npx', 'charsim', 'explore']);
  const repeated = await charsim(...again.slice(2));
  expect(repeated.code).toBe(1);
  expect(repeated.out.at(-1)).toContain('P1: a byte for backend 0 after its end');
  expect(repeated.out).toEqual(found.out.slice(2, -2).map((line) => line.slice(4)));
});

test.each(['exhaustive', 'dpor', 'bounded', 'explicit'])(
  '%s exhausts the correct swap and finds nothing',
  async (strategy) => {
    const { code, out } = await charsim('explore', 'swap-race', '--params', 'W2K1', '--strategy', strategy);
    expect(code).toBe(0);
    expect(out).toHaveLength(1);
    expect(out[0]).toMatch(/^✓ .*exhausted, nothing found/);
  },
);

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
  [['swap-race', '--runs', '0'], '--runs'],
  [['swap-race', '--strategy', 'explicit', '--params', 'W2K1,m1'], 'does not list its states'],
  [['--schedule', 'xp1:swap-race:W2K1:dpor:zz'], 'diverged at step 0'],
  [['--schedule', 'xp1:other:W2K1:dpor:a'], "no problem is called 'other'"],
  [['--schedule', 'nonsense'], "begins with 'xp1:'"],
])('bad input %j is a clear error with code 2', async (words, text) => {
  const { code, err } = await charsim('explore', ...words);
  expect(code).toBe(2);
  expect(err).toContain(text);
});
