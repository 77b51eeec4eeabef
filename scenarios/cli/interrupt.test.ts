import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findQemus } from '../../sut/qemu/find-qemu.ts';
import type { Scenario } from '../scenario.ts';
import { recordInto } from '../session/session.fixture.ts';

const launcher = fileURLToPath(new URL('./charsim.mjs', import.meta.url));
let folder = '';

/** Starts a run that would take very long, and resolves once its first target has been opened. */
async function longRun(...words: readonly string[]): Promise<ChildProcess> {
  const all = [
    'run',
    '--scenarios',
    join(folder, 'toys'),
    '--out',
    join(folder, 'out'),
    '--repeat',
    '100000',
    ...words,
  ];
  const environment = { ...process.env, CHARSIM_TEST_RUN: folder };
  const child = spawn(process.execPath, [launcher, ...all], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', (status) => reject(new Error(`ended with ${status} before it began`)));
  });
  return child;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (status) => resolve(status)));
}

/** Processes that carry the mark of this test in their environment. */
function marked(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`CHARSIM_TEST_RUN=${folder}\0`)
      );
    } catch {
      return false;
    }
  });
}

function isQemu(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('qemu-system-');
  } catch {
    return false;
  }
}

/** A session in which a real system sleeps for five minutes. */
async function longSession(): Promise<string> {
  const session = join(folder, 'long.session.jsonl');
  const steps: Scenario['steps'] = [[{ do: 'advance', ms: 300_000 }]];
  if (!existsSync(session)) {
    await recordInto(session, { id: 'x/long', title: 'long', clauses: ['FDSET-01'], steps }, 'design');
  }
  return session;
}

/** util-linux's script gives its child a terminal; other systems have another one of that name, or none. */
const canScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-int-'));
  mkdirSync(join(folder, 'toys/toy'), { recursive: true });
  for (const name of ['a', 'b', 'c']) {
    const toy = { id: `toy/${name}`, title: 'a toy', clauses: ['FDSET-13'], steps: [[{ do: 'pipe', as: 'p' }]] };
    writeFileSync(join(folder, `toys/toy/${name}.scenario.json`), JSON.stringify(toy));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Ctrl-C', () => {
  test('stops cleanly, keeps what is finished, says how to go on and exits with 130', async () => {
    const child = await longRun('--profile', 'design');
    let err = '';
    child.stderr?.on('data', (data: Buffer) => {
      err += data.toString();
    });
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    expect(err).toContain('To go on');
    const results = JSON.parse(readFileSync(join(folder, 'out/results.json'), 'utf8'));
    expect(results).toMatchObject({ complete: false, target: { id: 'simulated:design' } });
  });
});

describe.skipIf(findQemus().length === 0)('on a real QEMU (not applicable without one)', () => {
  test('Ctrl-C ends every process of the run', async () => {
    const child = await longRun('--target', 'qemu');
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    await expect.poll(marked, { timeout: 10_000 }).toEqual([]);
  });

  test.each([
    ['one Ctrl-C ends a replay that is stuck', [], 1],
    ['two end one that goes on from there', ['--continue', 'random'], 2],
  ] as const)('%s, and the QEMU with it', async (_, words, times) => {
    const session = await longSession();
    const child = spawn(process.execPath, [launcher, 'replay', session, '--target', 'qemu', ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: folder,
      env: { ...process.env, CHARSIM_TEST_RUN: folder },
    });
    let err = '';
    child.stderr?.on('data', (data: Buffer) => {
      err += data.toString();
    });
    const over = ended(child);
    await expect.poll(() => marked().some(isQemu), { timeout: 30_000 }).toBe(true);
    child.kill('SIGINT');
    if (times > 1) {
      await expect.poll(() => err).toContain('again to stop at once');
      child.kill('SIGINT');
    }
    expect(await over).toBe(130);
    await expect.poll(marked, { timeout: 10_000 }).toEqual([]);
  });

  test.runIf(canScript).each([
    ['q', 0],
    ['\u0003', 130],
  ])('the stepper hears %j while a step is under way', async (last, wanted) => {
    const words = [process.execPath, launcher, 'replay', await longSession(), '--step', '--target', 'qemu'];
    const child = spawn('script', ['-qefc', words.map((word) => `'${word}'`).join(' '), '/dev/null'], {
      env: { ...process.env, CHARSIM_TEST_RUN: folder },
    });
    const over = ended(child);
    let text = '';
    child.stdout.on('data', (bytes) => {
      text += String(bytes);
    });
    await expect.poll(() => text, { timeout: 30_000 }).toContain('step 1/1+');
    child.stdin.write('\u001b[C');
    await expect.poll(() => text.split('step 1/1+').at(-1), { timeout: 10_000 }).toContain('has not answered yet');
    child.stdin.write(last);
    expect(await over, text).toBe(wanted);
    await expect.poll(marked, { timeout: 10_000 }).toEqual([]);
  });

  test('a killed runner leaves no process behind', async () => {
    const child = await longRun('--target', 'qemu');
    expect(marked().length).toBeGreaterThan(1);
    child.kill('SIGKILL');
    await ended(child);
    await expect.poll(marked, { timeout: 10_000 }).toEqual([]);
  });
});
