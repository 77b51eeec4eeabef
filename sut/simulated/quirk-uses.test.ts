import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { quirks } from '../../model/language/quirks.ts';

const engine = fileURLToPath(new URL('../engine', import.meta.url));
const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path))
  .map((path) => readFileSync(join(engine, path), 'utf8'));

test('the engine asks for each quirk in one place', () => {
  const uses = quirks.map(({ id }) => {
    const count = sources.reduce((sum, text) => sum + text.split(`hasQuirk(machine, '${id}')`).length - 1, 0);
    return `${id}: ${count}`;
  });
  expect(uses).toEqual(quirks.map(({ id }) => `${id}: 1`));
});
