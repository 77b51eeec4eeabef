import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'charsim-package-'));
const inFolder = (command: string, words: readonly string[], cwd = folder): string =>
  execFileSync(command, words, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });

beforeAll(() => {
  inFolder('npm', ['pack', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }');
  inFolder('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`]);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the installed package runs the catalogue on the simulated target', () => {
  const printed = inFolder('npx', ['charsim', 'run', 'fdset/*', '--profile', 'design', '--quiet', '--json', '-']);
  const results = JSON.parse(printed) as { format: string; summary: { passed: number; failed: number } };
  expect(results.format).toBe('charsim-results/1');
  expect(results.summary.failed).toBe(0);
  expect(results.summary.passed).toBeGreaterThan(20);
});

test('the documented example of a target of one’s own runs against the installed package', () => {
  copyFileSync(join(root, 'docs/examples/own-target.mjs'), join(folder, 'own-target.mjs'));
  const printed = inFolder('node', ['own-target.mjs']);
  expect(printed).toContain('passed  fdset/query-order');
  expect(printed).toMatch(/failed: 0/);
});

test('the installed package carries its types', () => {
  writeFileSync(
    join(folder, 'typed.ts'),
    "import { type Scenario, type Target, run } from 'charsim';\n" +
      'export const go = async (target: Target, all: readonly Scenario[]): Promise<number> => (await run(target, all)).summary.passed;\n' +
      '// @ts-expect-error a scenario needs an id\n' +
      "export const wrong: Scenario = { title: 't', clauses: [], steps: [] };\n",
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', 'typed.ts'];
  expect(inFolder('node', [compiler, ...options])).toBe('');
});
