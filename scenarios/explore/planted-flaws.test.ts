import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { hunt } from './hunt.fixture.ts';
import { type PlantedFlaw, plantedFlaws } from './planted-flaws.fixture.ts';

vi.setConfig({ testTimeout: 120_000 }); // a busy machine

const root = fileURLToPath(new URL('../..', import.meta.url));
const budgetMs = 5000;
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'charsim-flaws-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The hunt through sources that have the flaw. */
async function flawed(name: string, edits: PlantedFlaw['edits']): Promise<typeof hunt> {
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(root, 'scenarios/explore/hunt.fixture.ts');
  await build({
    ...{ entryPoints: [entry], outfile, absWorkingDir: root },
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) }, // packages are found from there
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' },
    plugins: [
      {
        name: 'flaw',
        setup({ onLoad }): void {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const source = readFileSync(path, 'utf8');
            const mine = edits.filter(({ file }) => path === join(root, file));
            const contents = mine.reduce((text, edit) => text.replace(edit.text, () => edit.instead), source);
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  return (await import(pathToFileURL(outfile).href)).hunt;
}

describe('a flaw planted into the sources', () => {
  test('stands where it says, once', () => {
    for (const { name, edits } of plantedFlaws) {
      for (const { file, text } of edits)
        expect(readFileSync(join(root, file), 'utf8').split(text), `${name}: ${text}`).toHaveLength(2);
    }
  });

  test.each(plantedFlaws.map((flaw, at) => ({ ...flaw, at })))(
    'is found within 5 s of one core: $name',
    async ({ name, where, edits, at }) => {
      const caught = (await flawed(`flaw${at}`, edits))(where, budgetMs, cpuMs);
      expect(caught, name).not.toBeNull();
    },
  );
});
