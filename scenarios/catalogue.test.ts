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

  test('suggests what may have been meant', async () => {
    const { suggestions } = await load({ patterns: ['b/onne', 'b/one/x', 'c/*', 'unlike'] });
    expect([...suggestions]).toEqual([
      ['b/onne', 'b/one'],
      ['b/one/x', 'b/one'],
      ['c/*', 'a'],
    ]);
  });

  test('takes TypeScript from a folder that no package.json calls modules', async () => {
    const file = join(root, 'one.ts');
    writeFileSync(
      file,
      `import { n } from './n.ts';\nexport const one: object = { ...${JSON.stringify(toy('one'))}, title: n };`,
    );
    writeFileSync(join(root, 'n.ts'), "export const n: string = 'a title';");
    expect((await load({ files: [file] })).scenarios).toMatchObject([{ id: 'one', title: 'a title' }]);
    const half = join(root, 'half.ts');
    writeFileSync(half, 'export const one = {');
    expect((await load({ files: [half] })).problems[0]).toMatch(/half\.ts: cannot be read: .+/);
    for (const name of ['one.ts', 'n.ts', 'half.ts']) rmSync(join(root, name));
  });

  test('says what is wrong with files that are none, or hold traps', async () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['empty.json', '', /cannot be read: Unexpected end of JSON input$/],
      ['list.json', '[]', /holds no scenario; wanted one object/],
      ['none.mjs', 'export {};', /exports no scenario; export one object/],
      [
        'trap.mjs',
        'export const one = { title: 1, get id() { throw new Error("caught"); } };',
        /cannot be read: caught$/,
      ],
      ['text.txt', 'hello', /a scenario file ends in \.ts, \.js, \.mjs or \.json$/],
    ];
    for (const [name, text, message] of cases) {
      put(name, text);
      expect((await load({ files: [join(root, name)] })).problems[0]).toMatch(message);
      rmSync(join(root, name));
    }
    put('marked.json', `\ufeff${JSON.stringify(toy('marked'))}`);
    expect((await load({ files: [join(root, 'marked.json')] })).problems).toEqual([]);
    rmSync(join(root, 'marked.json'));
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
