import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importFlawed, root } from './flawed-sources.fixture.ts';
import type { hunt } from './hunt.fixture.ts';
import { type PlantedFlaw, plantedFlaws } from './planted-flaws.fixture.ts';

vi.setConfig({ testTimeout: 120_000 }); // a busy machine

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
  const file = 'scenarios/explore/hunt.fixture.ts';
  return (await importFlawed<{ readonly hunt: typeof hunt }>(folder, name, file, edits)).hunt;
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
