import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
let folder = '';

type Ended = { readonly status: number | null; readonly out: string; readonly err: string };

function charsim(...words: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, out: stdout, err: stderr };
}

/** `charsim run` on a catalogue of one toy scenario. */
function run(...words: readonly string[]): Ended {
  return charsim('run', '--scenarios', join(folder, 'toys'), '--out', join(folder, 'out'), ...words);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-cli-'));
  mkdirSync(join(folder, 'toys', 'toy'), { recursive: true });
  const toy = { id: 'toy/one', title: 'a toy', clauses: ['FDSET-13'], steps: [[{ do: 'pipe', as: 'p' }]] };
  writeFileSync(join(folder, 'toys/toy/one.scenario.json'), JSON.stringify(toy));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bad usage is one clear sentence and exit code 2', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown option', ['--job', '2'], /unknown option --job: did you mean --jobs\?/],
    ['an option without its value', ['--jobs'], /option --jobs wants a value/],
    ['an unknown target', ['--target', 'kvm'], /--target kvm: wanted simulated or qemu/],
    ['an unknown profile', ['--profile', 'qemu-1'], /--profile qemu-1: wanted one of design/],
    ['a QEMU for the simulated target', ['--qemu', 'x'], /--qemu goes with --target qemu only/],
    ['a pattern that matches nothing', ['toy/two'], /no scenario matches toy\/two/],
    ['a pattern with a slip', ['toy/onne'], /no scenario matches toy\/onne \(did you mean toy\/one\?\)/],
    ['an empty pattern', [''], /no scenario matches ''/],
    ['a folder as pattern', ['./toys'], /for a folder of scenario files say --scenarios/],
    ['a clause that does not exist', ['--clause', 'NOPE-*'], /--clause NOPE-\*: no clause has such an id/],
    ['a clause that nothing shows', ['--clause', 'OPEN-01'], /no scenario is left by --clause OPEN-01/],
    ['a tag that nothing has', ['--tag', 'slow'], /no scenario is left by --tag slow/],
    ['no job at all', ['--jobs', '0'], /--jobs 0: wanted an integer from 1/],
    ['half a job', ['--jobs', '1.5'], /--jobs 1.5: wanted an integer/],
    ['a shard beyond the last', ['--shard', '5/4'], /--shard .* 5: wanted an integer from 1 to 4/],
    ['a shard that is none', ['--shard', '2'], /--shard 2: wanted I\/N/],
    ['a timeout that is none', ['--timeout', 'soon'], /--timeout soon: wanted an integer/],
    ['a JSON file in no folder', ['--json', '/nonexistent/x.json'], /--json \/nonexistent\/x.json: cannot be written/],
    ['a JSON file without a name', ['--json', ''], /--json : cannot be written/],
    ['a folder without a name', ['--out', ''], /--out wants the name of a folder/],
    ['a folder that nobody can make', ['--out', '/proc/charsim'], /--out \/proc\/charsim: cannot be written to/],
    ['a file that is not there', ['none.scenario.json'], /none\.scenario\.json: cannot be read: ENOENT/],
  ];
  test.each(cases)('%s', (_, words, message) => {
    const { status, out, err } = run(...words);
    expect(err).toMatch(message);
    expect(err.startsWith('charsim: ')).toBe(true);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  test.each([
    ['while it is loaded', 'process.exit(0);', /ends\.mjs: cannot be read: calls process\.exit\(0\)/],
    ['later', 'setTimeout(() => process.exit(0), 0);', /ended before its work was done/],
  ])('a scenario file that ends the process %s', (_, line, message) => {
    const file = join(folder, 'ends.mjs');
    const toy = { id: 'toy/ends', title: 'a toy', clauses: ['FDSET-13'], steps: [[{ do: 'pipe', as: 'p' }]] };
    writeFileSync(file, `${line}\nexport const ends = ${JSON.stringify(toy)};\n`);
    const { status, err } = charsim('run', file, '--out', join(folder, 'out'));
    expect(err).toMatch(message);
    expect(status).toBe(2);
  });

  test('an output folder that cannot be written to', () => {
    writeFileSync(join(folder, 'file'), '');
    const { status, err } = charsim('run', '--scenarios', join(folder, 'toys'), '--out', join(folder, 'file/out'));
    expect(err).toMatch(/--out .*file\/out: cannot be written to/);
    expect(status).toBe(2);
  });

  test('a malformed scenario, with file, step and member', () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify({ id: 'bad', title: 'x', clauses: [], steps: [[{ do: 'pipe', has: 1 }]] }));
    const { status, err } = run(file);
    expect(err).toContain('bad: step 1, action: as: is missing');
    expect(err).toContain('bad: step 1, action: has: this member does not exist here');
    expect(status).toBe(2);
  });

  test('a scenario that cites a clause that does not exist', () => {
    const file = join(folder, 'cites.json');
    const steps = [[{ do: 'pipe', as: 'p' }]];
    writeFileSync(file, JSON.stringify({ id: 'bad', title: 'x', clauses: ['FDSET-113'], steps }));
    const { status, err } = run(file);
    expect(err).toMatch(/bad: cites "FDSET-113", and no clause has this id; did you mean FDSET-\d+\?/);
    expect(status).toBe(2);
  });

  test('a report that cannot be replaced, before the run', () => {
    mkdirSync(join(folder, 'taken/results.json'), { recursive: true });
    const { status, out, err } = run('--out', join(folder, 'taken'));
    expect(err).toMatch(/results\.json is no file/);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  test('a folder of scenarios that is not there', () => {
    const { status, err } = charsim('run', '--scenarios', join(folder, 'none'));
    expect(err).toContain('--scenarios wants a folder');
    expect(status).toBe(2);
  });

  test('an unknown command, none at all, and one that is not built yet', () => {
    expect(charsim('rnu')).toMatchObject({ status: 2, err: expect.stringContaining('did you mean run?') });
    expect(charsim()).toMatchObject({ status: 2, err: expect.stringContaining('usage: charsim COMMAND') });
    expect(charsim('mutants')).toMatchObject({ status: 2, err: expect.stringContaining('not built yet') });
  });

  test('an unknown clause, and results that are none', () => {
    expect(charsim('clauses', 'NOPE-1')).toMatchObject({
      status: 2,
      err: expect.stringContaining('no clause is called'),
    });
    const newer = join(folder, 'newer.json');
    writeFileSync(newer, JSON.stringify({ format: 'charsim-results/2' }));
    expect(charsim('report', newer).err).toContain('use a newer charsim');
    expect(charsim('clauses', '--results', launcher)).toMatchObject({
      status: 2,
      err: expect.stringContaining('cannot be read'),
    });
  });
});

describe('a target that is missing is exit code 3', () => {
  const onQemu = (path: string): Ended => run('--target', 'qemu', '--qemu', path);

  test('no such file', () => {
    const { status, err } = onQemu(join(folder, 'none'));
    expect(err).toContain('there is no file');
    expect(status).toBe(3);
  });

  test('a file that is not executable', () => {
    const file = join(folder, 'plain');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    const { status, err } = onQemu(file);
    expect(err).toContain('is not executable');
    expect(status).toBe(3);
  });

  test('a QEMU that dies at start, with its last words', () => {
    const file = join(folder, 'dies');
    writeFileSync(file, '#!/bin/sh\necho out of order >&2\nexit 1\n');
    chmodSync(file, 0o755);
    const { status, err } = onQemu(file);
    expect(err).toContain('out of order');
    expect(status).toBe(3);
  });
});

describe.skipIf(platform() !== 'linux')('a target that does not speak', () => {
  const greeting = '{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 9}, "package": ""}}}';
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['prints garbage', 'garbage', /greets with something that is not QMP: garbage/],
    ['tells no version', '{"QMP": {}}', /greets with something that is not QMP/],
    ['greets and then answers nothing', greeting, /greets on QMP, but then answers no command/],
  ];
  test.each(cases)('one that %s is told within seconds, exit code 3', (_, words, message) => {
    const file = join(folder, 'speaks');
    writeFileSync(
      file,
      `#!${process.execPath}\nrequire('fs').writeSync(60, ${JSON.stringify(`${words}\n`)});\nsetTimeout(() => 0, 60000);\n`,
    );
    chmodSync(file, 0o755);
    const { status, err } = run('--target', 'qemu', '--qemu', file);
    expect(err).toMatch(message);
    expect(status).toBe(3);
  });
});

describe('what works', () => {
  test('an empty shard is a complete run of nothing', () => {
    const { status, out } = run('--shard', '2/2', '--json', '-', '--profile', 'design');
    expect(JSON.parse(out)).toMatchObject({ complete: true, summary: { passed: 0, notRun: 0 }, scenarios: [] });
    expect(status).toBe(0);
  });

  test('--list as JSON, and results of shards as one report', () => {
    expect(JSON.parse(run('--list', '--json', '-').out)).toEqual({
      format: 'charsim-list/1',
      scenarios: [{ id: 'toy/one', title: 'a toy', clauses: ['FDSET-13'] }],
    });
    const parts = ['1/2', '2/2'].map((shard) => {
      const file = join(folder, `shard-${shard[0]}.json`);
      run('--shard', shard, '--json', file, '--profile', 'design');
      return file;
    });
    const { status, out } = charsim('report', ...parts, '--out', join(folder, 'out'), '--json', '-');
    expect(JSON.parse(out)).toMatchObject({ target: { id: 'simulated:design' }, summary: { passed: 1, notRun: 0 } });
    expect(status).toBe(0);
  });

  test('after --bail the profiles that were not reached are told, and the whole is incomplete', () => {
    const file = join(folder, 'bails.json');
    const step = [{ do: 'pipe', as: 'p' }, { see: 'silent' }];
    writeFileSync(file, JSON.stringify({ id: 'toy/bails', title: 'x', clauses: [], steps: [step] }));
    const { status, out } = run(file, '--bail', '--json', '-');
    const { complete, targets } = JSON.parse(out) as { complete: boolean; targets: { summary: { notRun: number } }[] };
    expect(targets.map(({ summary }) => summary.notRun)).toEqual([0, 1, 1]);
    expect({ status, complete }).toEqual({ status: 1, complete: false });
  });

  test('a full disk behind standard output is no verdict', () => {
    const words = `"${process.execPath}" "${launcher}" run --list > /dev/full`;
    const { status, stderr } = spawnSync('/bin/sh', ['-c', words], { encoding: 'utf8' });
    expect(stderr).toMatch(/^charsim: standard output cannot be written to: .*\n$/);
    expect(status).toBe(2);
  });

  test('--help and --version say so on standard output', () => {
    for (const command of ['run', 'clauses', 'report', 'doctor']) {
      const { status, out, err } = charsim(command, '--help');
      expect(out).toContain(`usage: charsim ${command}`);
      expect({ status, err }).toEqual({ status: 0, err: '' });
    }
    expect(charsim('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('--list prints ids first, one a line, and runs nothing', () => {
    expect(run('--list')).toEqual({ status: 0, out: 'toy/one  a toy\n', err: '' });
  });

  test('--json - gives nothing but JSON on standard output, and the reports are written', () => {
    const { status, out } = run('--json', '-');
    expect(JSON.parse(out)).toMatchObject({
      format: 'charsim-results/1',
      target: { id: 'simulated', profile: 'design,qemu-7.2,qemu-10.0', profileExact: true },
      complete: true,
      summary: { passed: 3, failed: 0 },
    });
    expect(readFileSync(join(folder, 'out/junit.xml'), 'utf8')).toContain('<testsuites');
    expect(readFileSync(join(folder, 'out/index.html'), 'utf8')).toContain('<!doctype html>');
    expect(readFileSync(join(folder, 'out/results.json'), 'utf8')).toContain('toy/one');
    expect(status).toBe(0);
  });

  test('a reader that goes away ends it quietly', () => {
    const words = `"${process.execPath}" "${launcher}" run --list | head -n 1`;
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', words], { encoding: 'utf8' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });

  test('a failure is exit code 1, and its last line reproduces it', () => {
    const file = join(folder, 'wrong.json');
    const step = [
      { do: 'pipe', as: 'p' },
      { see: 'errno', errno: 'EMFILE' },
    ];
    writeFileSync(file, JSON.stringify({ id: 'toy/wrong', title: 'x', clauses: ['FDSET-13'], steps: [step] }));
    const { status, out } = run(file, '--profile', 'design', '--quiet');
    expect(out.trimEnd().split('\n').at(-1)?.trim()).toBe(
      `npx charsim run ${file} --profile design --scenarios ${join(folder, 'toys')}`,
    );
    expect(status).toBe(1);
  });
});
