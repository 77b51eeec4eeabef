import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';

type Configuration = Required<Pick<IFlattenedRuleSet, 'forbidden' | 'required'>> & { readonly options: ICruiseOptions };

const { options, ...rules }: Configuration = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function check(baseDir: string): Promise<ICruiseResult> {
  const result = await cruise(['.'], { ...options, ruleSet: rules, validate: true, baseDir });
  if (typeof result.output === 'string') throw new Error('expected the cruiser to answer with data');
  return result.output;
}

/** The names of the rules that these files break, each once. */
async function broken(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'charsim-imports-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...innocent, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { summary } = await check(folder);
  return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort();
}

/** A small house in which all is well; each has both a value and a type to import. */
const innocent: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'model/language/word.ts',
    'model/state.ts',
    'sut/runtime/clock.ts',
    'sut/host/kernel.ts',
    'sut/engine/fdset.ts',
    'sut/guest-driver/port.ts',
    'sut/target.ts',
    'sut/qemu/process.ts',
    'scenarios/run/results.ts',
    'scenarios/cli/main.ts',
    'reports/json.ts',
  ].map((path) => [path, 'export const value = 1;\nexport type Kind = number;\n']),
);

const value = (from: string): string => `import { value } from '${from}';\nexport const copy = value;\n`;
const type = (from: string): string => `import type { Kind } from '${from}';\nexport type Copy = Kind;\n`;

describe('the import rules', () => {
  it.each<[string, string, string]>([
    ['model/bad.ts', value('../sut/engine/fdset.ts'), 'model-imports'],
    ['model/bad.ts', type('../sut/target.ts'), 'model-imports'],
    ['model/bad.ts', "import 'node:fs';\n", 'model-node'],
    ['model/language/bad.ts', type('../state.ts'), 'model/language-imports'],
    ['sut/runtime/bad.ts', value('../host/kernel.ts'), 'sut/runtime-imports'],
    ['sut/runtime/bad.ts', "import 'node:timers';\n", 'sut/runtime-node'],
    ['sut/host/bad.ts', value('../engine/fdset.ts'), 'sut/host-imports'],
    ['sut/host/bad.ts', type('../../model/language/word.ts'), 'sut/host-imports'],
    ['sut/host/bad.ts', "import 'node:fs';\n", 'sut/host-node'],
    ['sut/host/store.ts', "import 'node:fs';\n", 'sut/host-create-require'],
    ['sut/engine/bad.ts', type('../../model/state.ts'), 'sut/engine-imports'],
    ['sut/engine/bad.ts', value('../../model/language/word.ts'), 'sut/engine-types-only'],
    ['sut/guest-driver/bad.ts', value('../engine/fdset.ts'), 'sut/guest-driver-imports'],
    ['sut/qemu/bad.ts', value('../engine/fdset.ts'), 'sut/qemu-imports'],
    ['sut/bad.ts', value('./engine/fdset.ts'), 'sut-imports'],
    ['sut/simulated.ts', value('../model/state.ts'), 'sut/simulated-imports'],
    ['scenarios/bad.ts', value('../reports/json.ts'), 'scenarios-imports'],
    ['scenarios/run/bad.ts', value('../cli/main.ts'), 'scenarios-imports'],
    ['reports/bad.ts', value('../scenarios/run/results.ts'), 'reports-types-only'],
    ['reports/bad.ts', type('../sut/target.ts'), 'reports-imports'],
    ['reports/bad.ts', value('./missing.ts'), 'resolvable'],
  ])('refuse in %s: %s (%s)', async (path, text, rule) => {
    expect(await broken({ [path]: text })).toEqual([rule]);
  });

  it('refuse two files that need each other', async () => {
    expect(await broken({ 'model/a.ts': value('./b.ts'), 'model/b.ts': value('./a.ts') })).toEqual(['no-cycles']);
  });

  it('allow what each layer is for', async () => {
    const files = {
      'model/good.ts': value('./language/word.ts'),
      'sut/host/good.ts': value('../runtime/clock.ts'),
      'sut/host/store.ts': "import { createRequire } from 'node:module';\nexport const load = createRequire;\n",
      'sut/engine/good.ts': value('../host/kernel.ts') + type('../../model/language/word.ts'),
      'sut/simulated.ts': value('./engine/fdset.ts'),
      'sut/qemu/good.ts': `${value('../guest-driver/port.ts')}import 'node:child_process';\n`,
      'scenarios/run/good.ts': value('../../model/state.ts'),
      'scenarios/cli/good.ts': value('../../reports/json.ts'),
      'reports/good.ts': type('../scenarios/run/results.ts'),
      'model/free.test.ts': value('../sut/engine/fdset.ts'),
    };
    expect(await broken(files)).toEqual([]);
  });

  it('fail when the checker does not see the imports of TypeScript files', async () => {
    expect(await broken({ 'model/language/clauses.ts': 'export const none = 0;\n' })).toEqual([
      'checker-reads-typescript',
    ]);
  });

  it('hold in this project', async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const trees = ['model', 'sut', 'scenarios', 'reports'];
    const result = await cruise(trees, { ...options, ruleSet: rules, validate: true, baseDir: root });
    if (typeof result.output === 'string') throw new Error('expected the cruiser to answer with data');
    const { violations, totalDependenciesCruised = 0 } = result.output.summary;
    expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    expect(totalDependenciesCruised).toBeGreaterThan(300);
  });
});
