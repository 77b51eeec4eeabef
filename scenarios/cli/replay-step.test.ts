import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversation, recordInto } from '../session/session.fixture.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-step-'));
  await recordInto(join(folder, 's'), conversation, 'design');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function charsim(input: string, ...words: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, 'replay', ...words], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

test('without a terminal the stepper says so, and takes commands from a file or from standard input', () => {
  expect(charsim('', 's', '--step')).toMatchObject({
    status: 2,
    err: expect.stringMatching(/^charsim: --step wants a terminal and standard input is none; --commands FILE/),
  });
  expect(charsim('', 's', '--commands', '-')).toMatchObject({ status: 2, err: expect.stringContaining('--step only') });
  const said = charsim('next 2\nbreak object r\ncontinue\nquit\nnext\n', 's', '--step', '--commands', '-');
  expect(said).toMatchObject({ status: 0, err: '' });
  expect(said.out.match(/^> .*$/gm)).toEqual(['> next 2', '> break object r', '> continue']);
  expect(said.out).toContain('stopped at object r');
  writeFileSync(join(folder, 'commands'), '# a remark\nlast\n');
  expect(charsim('', 's', '--step', '--commands', 'commands').out).toContain('the end of the session (pass)');
  expect(charsim('jump\n', 's', '--step', '--commands', '-')).toMatchObject({
    status: 2,
    err: expect.stringContaining('jump: no such command'),
  });
});

/** util-linux's script gives its child a terminal; other systems have another one of that name, or none. */
const canScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
if (!canScript) process.stderr.write('the stepper in a terminal is not tested: no script of util-linux\n');

/** What a terminal is sent while keys are typed into the stepper, and the exit code. */
function inTerminal(keys: readonly string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve) => {
    const words = [process.execPath, launcher, 'replay', join(folder, 's'), '--step'];
    const child = spawn('script', [
      '-qefc',
      `${words.map((word) => `'${word}'`).join(' ')}; code=$?; stty -a; exit $code`,
      '/dev/null',
    ]);
    let text = '';
    let next = 0;
    child.stdout.on('data', (bytes) => {
      text += String(bytes);
      // each screen ends with the line of keys: then the next key
      const screens = text.split('q quit').length - 1;
      while (next < keys.length && screens > next) child.stdin.write(keys[next++] ?? '');
    });
    child.on('close', (code) => resolve({ code, text }));
  });
}

test.runIf(canScript).each([
  ['q', 0],
  ['\u0003', 130],
])('in a terminal it shows each step and gives the terminal back at %j', async (last, wanted) => {
  const { code, text } = await inTerminal(['\u001b[C', '\u001b[C', last]);
  expect(code, text).toBe(wanted);
  expect(text).toContain('\u001b[?1049h');
  const [, after = ''] = text.split('\u001b[?1049l');
  expect(text.indexOf('\u001b[?25h')).toBeGreaterThan(0);
  expect(text).toContain('step 3/3+');
  expect(after).toMatch(/(^|\s)icanon/);
  expect(after).toMatch(/(^|\s)echo\b/);
});
