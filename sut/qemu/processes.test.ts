import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '../target.ts';
import { loadLibc } from './libc.ts';
import { pause } from './pause.ts';
import { inSession, qemusForTests } from './qemu-in-tests.ts';
import { createQemuTarget } from './target.ts';

const qemus = qemusForTests('processes of a real QEMU');
const targetModule = fileURLToPath(new URL('./target.ts', import.meta.url));

function childrenOf(pid: number): readonly number[] {
  const text = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return text.trim().split(/\s+/).map(Number);
}

function isQemu(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('-nodefaults');
  } catch {
    return false;
  }
}

function firstQemuOf(pid: number): number {
  const found = childrenOf(pid).find(isQemu);
  if (found === undefined) throw new Error('no QEMU among the children');
  return found;
}

describe.each(qemus)('processes of $path', ({ path }) => {
  let target: Target;
  beforeAll(async () => {
    target = await createQemuTarget({ binary: path, timeoutMs: 1000 });
  });
  afterAll(() => target?.shutdown());

  test('bad options end the launch with the status and the texts, numbers and folder as symbols', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'pipe', as: 'p' });
      const args = ['-add-fd', 'fd={fd:p.write},set=-1'];
      expect(perform({ do: 'launch', args })).toEqual({
        see: 'exit',
        status: 1,
        stderr: ['qemu-system-x86_64: -add-fd fd={fd:p.write},set=-1: set option is required and must be non-negative'],
      });
    });
    await inSession(target, false, (perform) => {
      const args = ['-chardev', 'file,id=c,path={dir}/no/such'];
      expect(perform({ do: 'launch', args })).toEqual({
        see: 'exit',
        status: 1,
        stderr: [
          "qemu-system-x86_64: -chardev file,id=c,path={dir}/no/such: Could not open '{dir}/no/such': No such file or directory",
        ],
      });
    });
  });

  test('a handle inherited under a given number is that number, and nothing else is inherited', async () => {
    await inSession(target, false, (perform) => {
      perform({ do: 'pipe', as: 'p' });
      const args = ['-add-fd', 'fd=7,set=1', '-add-fd', 'fd={fd:p.read},set=2'];
      expect(perform({ do: 'launch', inherit: { '7': 'p.write' }, args })).toEqual({ see: 'launched' });
      expect(perform({ do: 'observe', what: 'descriptors' })).toEqual({
        see: 'descriptors',
        held: [
          { object: 'p', access: 'r', flags: [], closeOnExec: true },
          { object: 'p', access: 'w', flags: [], closeOnExec: true },
        ],
      });
    });
    await inSession(target, false, (perform) => {
      expect(perform({ do: 'launch', args: ['-add-fd', 'fd=3,set=1'] })).toEqual({
        see: 'exit',
        status: 1,
        stderr: ['qemu-system-x86_64: -add-fd fd=3,set=1: fd is not valid or already in use'],
      });
    });
  });

  test('a crash is seen by the action during which it happens', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      process.kill(firstQemuOf(process.pid), 'SIGSEGV');
      expect(perform({ do: 'qmp', execute: 'query-status' })).toEqual({ see: 'died', signal: 'SIGSEGV', stderr: [] });
      expect(perform({ do: 'wait-exit' })).toEqual({ see: 'died', signal: 'SIGSEGV', stderr: [] });
    });
    expect(problems).toEqual([]);
  });

  test('a crash that no action saw is told at the close', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      process.kill(firstQemuOf(process.pid), 'SIGABRT');
      pause(100);
    });
    expect(problems).toEqual([expect.stringMatching(/^died of SIGABRT unseen by any step/)]);
  });

  test('a main loop that answers nothing is silent after the patience, and a hang where nobody expected silence', async () => {
    const problems = await inSession(target, false, (perform) => {
      perform({ do: 'launch' });
      perform({ do: 'mkfifo', path: '{dir}/fifo' });
      const chardev = { id: 'c', backend: { type: 'file', data: { out: '{dir}/fifo' } } };
      const add = { do: 'qmp', execute: 'chardev-add', arguments: chardev, id: 'add' } as const;
      expect(perform({ ...add, patienceMs: 200 })).toEqual({ see: 'silent' });
      expect(perform({ do: 'receive' })).toEqual({ see: 'messages', messages: [] });
      expect(perform({ do: 'qmp', execute: 'query-fdsets' })).toEqual({ see: 'silent' });
      perform({ do: 'open', as: 'reader', path: '{dir}/fifo', access: 'r' });
      expect(perform({ do: 'receive' })).toEqual({
        see: 'messages',
        messages: [{ return: {}, id: 'add' }, { return: [] }],
      });
      expect(perform({ do: 'qmp', execute: 'query-fdsets' })).toEqual({ see: 'return', value: [] });
    });
    expect(problems).toEqual(['hang: no reply to query-fdsets within 1000 ms']);
  });

  test('artifacts hold command line, error output and transcripts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'charsim-artifacts-'));
    await inSession(target, false, (perform, session) => {
      perform({ do: 'launch' });
      perform({ do: 'qmp', execute: 'query-fdsets' });
      session.saveArtifacts?.(folder);
    });
    expect(readFileSync(join(folder, 'command-line.txt'), 'utf8')).toContain('-machine none');
    expect(readFileSync(join(folder, 'qmp.txt'), 'utf8')).toContain('> {"execute":"query-fdsets"}\n< {"return": []}');
    expect(existsSync(join(folder, 'qtest.txt'))).toBe(true);
    rmSync(folder, { recursive: true });
  });

  test('a wrapper that forks leaves no QEMU behind', async () => {
    const before = childrenOf(1);
    const forking = await createQemuTarget({
      binary: path,
      timeoutMs: 1000,
      wrapper: ['sh', '-c', '"$@" & wait', 'sh'],
    });
    await inSession(forking, false, (perform) => {
      expect(perform({ do: 'launch' })).toEqual({ see: 'launched' });
    });
    await forking.shutdown();
    expect(childrenOf(1).filter((pid) => !before.includes(pid) && isQemu(pid))).toEqual([]);
  });

  test('QEMU dies with the process that started it', async () => {
    const script = `
      import { createQemuTarget } from ${JSON.stringify(targetModule)};
      createQemuTarget({ binary: ${JSON.stringify(path)} }).then(async (target) => {
        const session = await target.open({ scenario: 'orphan', shareable: false });
        session.perform({ do: 'launch' });
        console.log('ready');
        setInterval(() => {}, 1000);
      });`;
    const temporary = mkdtempSync(join(tmpdir(), 'charsim-orphan-'));
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const qemu = firstQemuOf(parent.pid ?? 0);
    expect(existsSync(`/proc/${qemu}`)).toBe(true);
    const gone = new Promise((resolve) => parent.once('exit', resolve));
    parent.kill('SIGKILL');
    await gone;
    for (let look = 0; look < 200 && existsSync(`/proc/${qemu}`); look += 1) pause(10);
    expect(existsSync(`/proc/${qemu}`)).toBe(false);
    rmSync(temporary, { recursive: true }); // a killed process cannot tidy up itself
  });
});

describe.skipIf(process.platform !== 'linux')('bad binaries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-binaries-'));
  const file = (name: string, text: string, mode: number): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => loadLibc());

  test.each([
    ['a path that does not exist', () => join(folder, 'none'), 'there is no file'],
    ['a folder', () => folder, 'is not a file'],
    ['a file that is not executable', () => file('plain', 'x', 0o644), 'is not executable'],
    [
      'a program that dies at start',
      () => file('dies', '#!/bin/sh\necho "no firmware" >&2\nexit 3\n', 0o755),
      'it ended with status 3; it printed: no firmware',
    ],
    ['a program that cannot be run', () => file('broken', '\u007fELF nonsense', 0o755), 'it ended with status'],
    [
      'a program that speaks something else',
      () => file('other', `#!${process.execPath}\nrequire('node:fs').writeSync(60, 'hello\\n');\n`, 0o755),
      'it greets with something that is not QMP: hello',
    ],
  ])('%s is refused in words', async (_what, path, text) => {
    const failing = createQemuTarget({ binary: path() });
    await expect(failing).rejects.toMatchObject({ name: 'TargetFailure', message: expect.stringContaining(text) });
  });
});
