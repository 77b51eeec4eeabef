import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findScenarioFiles, ownRoot } from './catalogue.ts';
import { bundledModules } from './catalogue-bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'charsim-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a bundled file exports what it exports alone', async () => {
  const [first] = findScenarioFiles(ownRoot);
  if (first === undefined) throw new Error('no scenario found');
  const modules = await bundledModules(ownRoot, [first.path]);
  expect({ ...(modules.get(first.path) as object) }).toEqual({ ...(await import(first.path)) });
});

test('a file that does not compile leaves every file to be imported alone', async () => {
  writeFileSync(join(folder, 'good.scenario.ts'), 'export const x = {};');
  writeFileSync(join(folder, 'bad.scenario.ts'), 'export const = {};');
  const paths = ['good', 'bad'].map((name) => join(folder, `${name}.scenario.ts`));
  expect(await bundledModules(folder, paths)).toEqual(new Map());
  expect([...(await bundledModules(folder, paths.slice(0, 1))).keys()]).toEqual(paths.slice(0, 1));
});
