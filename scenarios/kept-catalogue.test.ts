import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadCatalogue, ownRoot } from './catalogue.ts';
import { keepCatalogue, keepCatalogueAt, keptCatalogue } from './kept-catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'charsim-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const everything = { roots: [ownRoot], patterns: [], files: [] };

test('the catalogue that was kept is the one that the files hold, whole or in part', async () => {
  const read = await loadCatalogue(everything);
  const path = join(folder, 'whole.json');
  keepCatalogueAt(path);
  await loadCatalogue({ ...everything, patterns: ['null/*', 'fdset/*'] });
  expect(() => readFileSync(path), 'a part is not kept').toThrow('ENOENT');
  expect(await loadCatalogue(everything)).toEqual(read);
  const kept = readFileSync(path, 'utf8');
  expect(await loadCatalogue(everything)).toEqual(read);
  const part = await loadCatalogue({ ...everything, patterns: ['fdset/*'] });
  expect(part.scenarios).toEqual(read.scenarios.filter(({ id }) => id.startsWith('fdset/')));

  // what is kept is what is read: a scenario that is changed there alone shows
  writeFileSync(path, kept.replace(JSON.stringify(read.scenarios[0]?.title), '"changed by hand"'));
  expect((await loadCatalogue(everything)).scenarios[0]?.title).toBe('changed by hand');
}, 60_000);

test('what was cut, written over or is of other files is read anew', () => {
  const path = join(folder, 'few.json');
  const scenario = { id: 'a/b', title: 't', clauses: [], steps: [] };
  keepCatalogueAt(path);
  keepCatalogue(new Map([['a', [scenario]]]));
  expect(keptCatalogue(['a'])?.get('a')).toEqual([scenario]);
  expect(keptCatalogue(['b'])).toBeUndefined();
  expect(keptCatalogue(['a', 'b'])).toBeUndefined();
  truncateSync(path, 40);
  expect(keptCatalogue(['a'])).toBeUndefined();
  writeFileSync(path, '{"format":"charsim-kept-catalogue/2","files":[]}');
  expect(keptCatalogue([])).toBeUndefined();
});

test('what JSON would change is not kept', () => {
  const path = join(folder, 'lossy.json');
  keepCatalogueAt(path);
  keepCatalogue(new Map([['a', [{ id: 'a', title: 't', clauses: [], steps: [], launch: undefined } as never]]]));
  expect(() => readFileSync(path)).toThrow('ENOENT');
});
