import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findScenarioFiles, loadCatalogue, ownRoot } from './catalogue.ts';

let root = '';
const toy = (id: string, title = 'a toy'): object => ({ id, title, clauses: [], steps: [[{ do: 'hold' }]] });

function put(path: string, text: string | object): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'charsim-catalogue-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const load = (more: Partial<Parameters<typeof loadCatalogue>[0]> = {}) =>
  loadCatalogue({ roots: [root], patterns: [], files: [], ...more });

describe('loading scenarios', () => {
  test('finds single ones and tables, ordered by id', async () => {
    put('b/one.scenario.json', toy('b/one'));
    put('a/table.scenario.mjs', `export const rows = ${JSON.stringify([toy('a/table/y'), toy('a/table/x')])};`);
    const { scenarios, problems } = await load();
    expect(problems).toEqual([]);
    expect(scenarios.map(({ id }) => id)).toEqual(['a/table/x', 'a/table/y', 'b/one']);
    expect((await load({ patterns: ['a/table/x', 'b'] })).scenarios.map(({ id }) => id)).toEqual([
      'a/table/x',
      'b/one',
    ]);
  });

  test('imports only files that a pattern can mean', async () => {
    put('c/broken.scenario.mjs', 'throw new Error("imported");');
    expect((await load({ patterns: ['b/one'] })).problems).toEqual([]);
    expect((await load()).problems[0]).toMatch(/c\/broken\.scenario\.mjs: cannot be read: imported$/);
    rmSync(join(root, 'c'), { recursive: true });
  });

  test('tells patterns that match nothing', async () => {
    expect((await load({ patterns: ['b/*', 'z/*'] })).unmatched).toEqual(['z/*']);
  });

  test('insists on ids that are the path, and unique', async () => {
    put('d/one.scenario.json', toy('d/two'));
    put('d/rows.scenario.json', [toy('d/row')]);
    expect((await load({ patterns: ['d'] })).problems.map((problem) => problem.replace(/^.*?: /, ''))).toEqual([
      "d/two: the id must be the path: 'd/one'",
      "d/row: ids of a table begin with its path: 'd/rows/…'",
    ]);
    rmSync(join(root, 'd'), { recursive: true });
    const twice = join(root, 'twice.json');
    writeFileSync(twice, JSON.stringify(toy('b/one', 'another')));
    expect((await load({ patterns: ['b'], files: [twice] })).problems[0]).toContain('two scenarios have this id');
    rmSync(twice);
  });

  test('a file that is named may call its scenario as it likes', async () => {
    const file = join(root, 'found.json');
    writeFileSync(file, JSON.stringify(toy('fuzz/found-7')));
    const { scenarios, problems, fileOf } = await load({ files: [file] });
    expect(problems).toEqual([]);
    expect(scenarios.map(({ id }) => id)).toEqual(['fuzz/found-7']);
    expect(fileOf.get('fuzz/found-7')).toBe(file);
    rmSync(file);
  });

  test('a malformed file is told with file, scenario and step; what is no JSON is told too', async () => {
    put('e/bad.scenario.json', { ...toy('e/bad'), steps: [[{ do: 'hol' }]] });
    put('e/text.scenario.json', 'no json');
    put('e/empty.scenario.mjs', 'export const nothing = 1;');
    const { problems } = await load({ patterns: ['e'] });
    expect(problems[0]).toMatch(/e\/bad\.scenario\.json: e\/bad: step 1, action: do: wanted .*seen "hol"$/);
    expect(problems[1]).toMatch(/empty\.scenario\.mjs: exports no scenario/);
    expect(problems[2]).toMatch(/text\.scenario\.json: cannot be read/);
    rmSync(join(root, 'e'), { recursive: true });
  });

  test('a folder that is not there is a problem, not a crash', async () => {
    expect((await load({ roots: [join(root, 'none')] })).problems[0]).toContain('--scenarios wants a folder');
  });
});

test("the project's own catalogue is well formed", async () => {
  const { scenarios, problems } = await load({ roots: [ownRoot] });
  expect(problems).toEqual([]);
  expect(scenarios.length).toBeGreaterThanOrEqual(findScenarioFiles(ownRoot).length);
});
