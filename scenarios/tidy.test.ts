import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isClauseId } from '../model/language/clause-id.ts';
import { unreachable } from '../model/language/clause-reach.ts';
import { quirks } from '../model/language/quirks.ts';
import { historicDefects } from '../model/language/tables/historic-defects.ts';
import { upstreamTests } from '../model/language/tables/upstream-tests.ts';
import type { Deviation } from './deviations/deviation.ts';
import { qemu } from './deviations/qemu.ts';
import { simulated } from './deviations/simulated.ts';
import { problems } from './explore/problems.ts';
import type { Scenario } from './scenario.ts';
import { projectFiles, root } from './tidy/project-files.ts';
import {
  defaultExports,
  exportsWithoutDocstring,
  generatorClosures,
  impureUses,
  longFunctions,
  parsed,
  stringLiterals,
} from './tidy/source.ts';

/** Limits of the house. Tables of data may be longer. */
const fileLinesMax = 400;
const functionLinesMax = 70;
const tables = /^model\/language\/(clauses\/|tables\/|clause-id\.ts|clauses\.ts)/;
const core = /^(model|sut\/(runtime|host|engine))\//;

const files = projectFiles();
const sources = files
  .filter(({ path }) => /^(model|sut|scenarios|reports)\/.*\.ts$/.test(path))
  .map((file) => ({
    ...file,
    tree: parsed(file),
  }));
const shipped = sources.filter(({ path }) => !/\.(test|fixture)\.ts$|^scenarios\/(tidy|bench)\//.test(path));

describe('sources', () => {
  it('are read by this test', () => {
    expect(shipped.length).toBeGreaterThan(100);
    expect(stringLiterals(parsed({ path: 'x.ts', text: "// 'a'\nconst x = 'b'; /* 'c' */" }))).toEqual(['b']);
  });

  it('explain every export in a docstring', () => {
    const own = shipped.filter(({ path }) => !path.endsWith('.scenario.ts')); // a scenario's title explains it
    expect(own.flatMap(({ tree }) => exportsWithoutDocstring(tree))).toEqual([]);
  });

  it(`have at most ${fileLinesMax} lines`, () => {
    const long = sources.filter(({ path, text }) => !tables.test(path) && text.split('\n').length - 1 > fileLinesMax);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`have functions of at most ${functionLinesMax} lines`, () => {
    expect(shipped.flatMap(({ tree }) => longFunctions(tree, functionLinesMax))).toEqual([]);
  });

  it('ask where they are only where the bundle of a checkout tells them', () => {
    const asking = shipped.filter(({ path, text }) => /import\.meta/.test(text) && !/^scenarios\/docs\//.test(path));
    expect(asking.map(({ path }) => path)).toEqual([
      'scenarios/catalogue.ts',
      'scenarios/cli/package-info.ts',
      'scenarios/explore/explore-in-pieces.ts',
      'scenarios/run/job-channel.ts', // wants the job beside itself, and in the bundle it is
      'sut/host/store.ts', // finds memfs from anywhere below the project
      'sut/simulated/display.ts', // and this the terminal
    ]);
  });

  it('have neither default exports nor a file for odds and ends', () => {
    expect(sources.flatMap(({ tree }) => defaultExports(tree))).toEqual([]);
    const oddments = /^(utils?|helpers?|common|misc|shared)\.ts$/;
    expect(
      sources.filter(({ path }) => oddments.test(basename(path)) && !tables.test(path)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('are named in kebab-case', () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|fixture|scenario|example|arbitrary|d))?\.ts$/;
    expect(sources.filter(({ path }) => !name.test(basename(path))).map(({ path }) => path)).toEqual([]);
  });

  it('of the core use no time, chance, environment or microtask but their own', () => {
    const pure = shipped.filter(({ path }) => core.test(path));
    expect(pure.flatMap(({ tree }) => impureUses(tree))).toEqual([]);
    expect(pure.length).toBeGreaterThan(50);
  });

  it('of the core make no generator inside a function, which is slow, where it is made again and again', () => {
    const seldom =
      /^sut\/engine\/(hotswap|replay)\/|^sut\/engine\/(frontend\/witness|monitor\/(qmp-dispatch|chardev-commands)|chardev\/deferred-change)\.ts$/;
    const often = shipped.filter(({ path }) => core.test(path) && !seldom.test(path));
    expect(often.flatMap(({ tree }) => generatorClosures(tree))).toEqual([]);
  });

  it('of the core know memfs in one file only', () => {
    const users = shipped.filter(({ path, tree }) => core.test(path) && stringLiterals(tree).includes('memfs'));
    expect(users.map(({ path }) => path)).toEqual(['sut/host/store.ts']);
  });
});

describe('the checks themselves', () => {
  const check = (text: string): readonly string[] => impureUses(parsed({ path: 'x.ts', text }));

  it('see each use of what the core must not use', () => {
    expect(check('const a = Date.now();')).toEqual(['x.ts:1 Date']);
    expect(check('const a = Math.random();')).toEqual(['x.ts:1 Math.random']);
    expect(check('setTimeout(() => 0, 1);')).toEqual(['x.ts:1 setTimeout']);
    expect(check('const a = async () => { await 1; };')).toEqual(['x.ts:1 async', 'x.ts:1 await']);
    expect(check('const a = process.env;')).toEqual(['x.ts:1 process']);
    expect(check('const a = new Promise(() => 0);')).toEqual(['x.ts:1 Promise']);
  });

  it('let members, types and parameters of those names be', () => {
    expect(check('const a = machine.process.pid;')).toEqual([]);
    expect(check('type A = { readonly process: number };')).toEqual([]);
    expect(check('const a = (process: P) => process.table;')).toEqual([]);
    expect(check('const a = { performance: 1 };')).toEqual([]);
  });

  it('see exports without a docstring, and only those', () => {
    const text = '/** Said. */\nexport const a = 1;\n// not said\nexport function b(): void {}\nconst c = 1;\n';
    expect(exportsWithoutDocstring(parsed({ path: 'x.ts', text }))).toEqual(['x.ts:4 b']);
  });

  it('find generators inside of functions, and no others', () => {
    const made = (text: string): readonly string[] => generatorClosures(parsed({ path: 'x.ts', text }));
    expect(made('function* f() {}\nconst g = function* () {};')).toEqual([]);
    expect(made('const f = () => {\n  function* g() {}\n  return { *h() {} };\n};')).toEqual(['x.ts:2', 'x.ts:3']);
  });

  it('see default exports and long functions', () => {
    expect(defaultExports(parsed({ path: 'x.ts', text: 'export default 1;' }))).toEqual(['x.ts:1']);
    expect(defaultExports(parsed({ path: 'x.ts', text: 'export default function f(): void {}' }))).toEqual(['x.ts:1']);
    expect(longFunctions(parsed({ path: 'x.ts', text: 'function f() {\n\n}\n' }), 2)).toEqual(['x.ts:1 3 lines']);
    const factory = 'function f() {\n  const g = () => {\n\n\n  };\n  return g;\n}\n';
    expect(longFunctions(parsed({ path: 'x.ts', text: factory }), 3)).toEqual(['x.ts:2 4 lines']);
  });
});

describe('texts', () => {
  it('name no folder or host of the machine that they were written on', () => {
    // put together here, so that this file does not find itself
    const banned = [
      ['', 'work', ''],
      ['', 'home', ''],
      ['', 'root', ''],
      ['..', 'shared'],
      ['', 'tmp', 'probe'],
      ['', 'tmp', 'contract'],
      ['registry.', 'npm'],
    ].map((parts) => parts.join('/').replace('registry./', 'registry.'));
    const found = files.flatMap(({ path, text }) =>
      banned.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });
});

describe('quirks', () => {
  const uses = (pattern: RegExp, id: string): readonly string[] =>
    shipped
      .filter(({ path }) => pattern.test(path))
      .flatMap(({ path, tree }) =>
        stringLiterals(tree)
          .filter((text) => text === id)
          .map(() => path),
      );

  it.each(quirks)('$id is asked for once in the model', ({ id }) => {
    expect(uses(/^model\/(?!language\/)/, id)).toHaveLength(1);
  });

  it.each(quirks)('$id is asked for once in the engine', ({ id }) => {
    expect(uses(/^sut\/engine\//, id)).toHaveLength(1);
  });
});

type Retired = {
  readonly format: string;
  readonly retired: readonly { readonly id: string; readonly reason: string; readonly since: string }[];
};

describe('scenarios', async () => {
  const suffix = '.scenario.ts';
  const catalogue = 'scenarios/catalogue/';
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith(catalogue) && path.endsWith(suffix));
  const loaded = await Promise.all(
    paths.map(async (path) => {
      const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(root, path)).href);
      return {
        stem: path.slice(catalogue.length, -suffix.length),
        scenarios: Object.values(exported).flatMap(asScenarios),
      };
    }),
  );
  const scenarios = loaded.flatMap((file) => file.scenarios);
  const retired: Retired = JSON.parse(readFileSync(join(root, 'docs/retired-scenarios.json'), 'utf8'));

  it('stand one or a table in each file of the catalogue', () => {
    expect(loaded.filter((file) => file.scenarios.length === 0).map((file) => file.stem)).toEqual([]);
  });

  it('have the path of their file as id, in a table followed by a name', () => {
    const astray = loaded.flatMap(({ stem, scenarios: own }) =>
      own.filter(({ id }) => id !== stem && !id.startsWith(`${stem}/`)).map(({ id }) => `${id} in ${stem}`),
    );
    expect(astray).toEqual([]);
    expect(scenarios.map(({ id }) => id).filter((id) => !/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/.test(id))).toEqual([]);
  });

  it('have unique ids that were never those of another', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(retired.retired.filter(({ id }) => ids.includes(id))).toEqual([]);
  });

  it('cite clauses that exist and that a scenario can show', () => {
    const hidden: ReadonlySet<string> = new Set(unreachable.map(({ id }) => id));
    const wrong = scenarios.flatMap(({ id, clauses }) =>
      clauses.filter((clause) => !isClauseId(clause) || hidden.has(clause)).map((clause) => `${id}: ${clause}`),
    );
    expect(wrong).toEqual([]);
    expect(scenarios.filter(({ clauses }) => clauses.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it('name upstream tests and historic defects that exist and are not said to be out of reach', () => {
    const tests = new Set(upstreamTests.filter(({ outOfReach }) => outOfReach === undefined).map(({ path }) => path));
    const defects = new Set(historicDefects.filter(({ outOfReach }) => outOfReach === undefined).map(({ id }) => id));
    const wrong = scenarios.flatMap(({ id, upstream = [], bugs = [] }) => [
      ...upstream.filter((path) => !tests.has(path)).map((path) => `${id}: ${path}`),
      ...bugs.filter((bug) => !defects.has(bug)).map((bug) => `${id}: ${bug}`),
    ]);
    expect(wrong).toEqual([]);
  });

  it('show each upstream test and each historic defect, or a reason says why none can', () => {
    const shown = new Set(scenarios.flatMap(({ upstream = [], bugs = [] }) => [...upstream, ...bugs]));
    const told = [...upstreamTests.map(({ path, ...rest }) => ({ id: path, ...rest })), ...historicDefects];
    for (const { id, explored = [] } of historicDefects) if (explored.length > 0) shown.add(id);
    const silent = told.filter(({ id, outOfReach }) => outOfReach === undefined && !shown.has(id));
    expect(silent.map(({ id }) => id)).toEqual([]);
    const explored = new Set(historicDefects.flatMap((defect) => defect.explored ?? []));
    expect([...explored].filter((id) => !problems.some((problem) => problem.id === id))).toEqual([]);
    expect(told.filter(({ outOfReach }) => outOfReach !== undefined && outOfReach.length < 10)).toEqual([]);
  });

  it('survive JSON', () => {
    for (const scenario of scenarios) expect(JSON.parse(JSON.stringify(scenario)), scenario.id).toEqual(scenario);
  });

  it('that are retired are listed with a reason and the version that dropped them', () => {
    expect(retired.format).toBe('charsim-retired-scenarios/1');
    for (const { id, reason, since } of retired.retired)
      expect([id, reason, since].every((text) => text !== '')).toBe(true);
    expect(new Set(retired.retired.map(({ id }) => id)).size).toBe(retired.retired.length);
  });

  it('that deviate as known exist, and say why and where it is written down', () => {
    const ids = new Set(scenarios.map(({ id }) => id));
    for (const { scenario, reason, reference } of [...qemu, ...simulated] satisfies readonly Deviation[]) {
      expect(ids.has(scenario), scenario).toBe(true);
      expect(reason.length, scenario).toBeGreaterThan(20);
      expect(reference, scenario).not.toBe('');
    }
    expect(existsSync(join(root, 'scenarios/deviations/deviation.ts'))).toBe(true);
  });
});

function asScenarios(exported: unknown): readonly Scenario[] {
  if (Array.isArray(exported)) return exported.flatMap(asScenarios);
  const scenario = typeof exported === 'object' && exported !== null && 'id' in exported && 'steps' in exported;
  return scenario ? [exported as Scenario] : [];
}
