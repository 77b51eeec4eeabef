import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledModules } from './catalogue-bundle.ts';
import { keepCatalogue, keptCatalogue } from './kept-catalogue.ts';
import { nearest } from './nearest.ts';
import { matchesPattern, mayMatchBelow } from './pattern.ts';
import type { Scenario } from './scenario.ts';
import { type LoadedFile, loadFile, type ScenarioFile } from './scenario-file.ts';

/** Which scenarios to load. No patterns and no files: everything below the roots. */
export type Selection = {
  readonly roots: readonly string[];
  readonly patterns: readonly string[];
  readonly files: readonly string[];
};

/** What was found, ordered by id. `problems` are sentences for people; with any of them the scenarios are not to be run. */
export type Catalogue = {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly string[];
  /** Patterns that no scenario matches. */
  readonly unmatched: readonly string[];
  /** For some of those, the file, folder or scenario whose id is nearest. */
  readonly suggestions: ReadonlyMap<string, string>;
  /** Where a scenario comes from, for those of named files. */
  readonly fileOf: ReadonlyMap<string, string>;
};

/** The folder of the project's own scenarios. */
export const ownRoot: string = fileURLToPath(new URL('./catalogue', import.meta.url));

const suffix = /\.scenario\.(ts|js|mjs|json)$/;
/** Scenario files below one root at most. */
const filesMax = 20_000;

/** Loads, checks and orders scenarios; a file that no pattern can match is not imported. */
export async function loadCatalogue(selection: Selection): Promise<Catalogue> {
  const { patterns, roots } = selection;
  const all = patterns.length === 0 && selection.files.length === 0;
  const found = all || patterns.length > 0 ? findIn(roots) : { files: [], problems: [] };
  const candidates = found.files.filter(({ id = '' }) => all || patterns.some((pattern) => mayMatchBelow(pattern, id)));
  const given = selection.files.map((path): ScenarioFile => givenFile(resolve(path), roots));
  const wanted = [...candidates, ...given];
  const loaded = await loadAll(wanted, found.files);
  const problems = [...found.problems, ...loaded.flatMap((each) => each.problems)];
  const fromRoots = loaded.slice(0, candidates.length).flatMap(({ scenarios }) => scenarios);
  const fromFiles = loaded.slice(candidates.length).flatMap(({ scenarios }) => scenarios);
  const matching = all
    ? fromRoots
    : fromRoots.filter(({ id }) => patterns.some((pattern) => matchesPattern(pattern, id)));
  const unmatched = patterns.filter((pattern) => !fromRoots.some(({ id }) => matchesPattern(pattern, id)));
  const byId = new Map<string, Scenario>();
  for (const scenario of [...matching, ...fromFiles]) {
    const same = byId.get(scenario.id);
    if (same !== undefined && JSON.stringify(same) !== JSON.stringify(scenario)) {
      problems.push(`${scenario.id}: two scenarios have this id; ids are unique, rename one of them`);
    }
    byId.set(scenario.id, scenario);
  }
  const scenarios = [...byId.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  const fileOf = new Map<string, string>();
  for (const [at, { scenarios: of }] of loaded.slice(candidates.length).entries()) {
    for (const { id } of of) fileOf.set(id, selection.files[at] ?? id);
  }
  const suggestions = suggestionsFor(unmatched, found.files, fromRoots);
  return { scenarios, problems, unmatched, suggestions, fileOf };
}

/**
 * `found`: all that there are. The project's own are read from what is kept of them, or bundled, and kept when all were
 * read without a problem.
 */
async function loadAll(
  wanted: readonly ScenarioFile[],
  found: readonly ScenarioFile[],
): Promise<readonly LoadedFile[]> {
  const isOwn = ({ path }: ScenarioFile): boolean => path.startsWith(join(ownRoot, sep));
  const pathsOf = (files: readonly ScenarioFile[]): readonly string[] => files.filter(isOwn).map(({ path }) => path);
  const own = pathsOf(wanted);
  const kept = own.length === 0 ? undefined : keptCatalogue(pathsOf(found));
  const modules = kept === undefined ? await bundledModules(ownRoot, own) : new Map<string, unknown>();
  const loaded = await Promise.all(
    wanted.map((file): LoadedFile | Promise<LoadedFile> => {
      const scenarios = kept?.get(file.path);
      return scenarios === undefined
        ? loadFile(file, isOwn(file), modules.get(file.path))
        : { scenarios, problems: [] };
    }),
  );
  const isWhole = own.length > 0 && own.length === pathsOf(found).length;
  if (kept === undefined && isWhole && loaded.every(({ problems }) => problems.length === 0)) {
    const files = wanted
      .map((file, at) => [file, loaded[at]?.scenarios ?? []] as const)
      .filter(([file]) => isOwn(file));
    keepCatalogue(new Map(files.map(([{ path }, scenarios]) => [path, scenarios])));
  }
  return loaded;
}

function suggestionsFor(
  unmatched: readonly string[],
  files: readonly ScenarioFile[],
  loaded: readonly Scenario[],
): ReadonlyMap<string, string> {
  if (unmatched.length === 0) return new Map();
  const ids = [...files.map(({ id = '' }) => id), ...loaded.map(({ id }) => id)];
  const folders = ids.flatMap((id) => [...id.matchAll(/\//g)].map(({ index }) => id.slice(0, index)));
  const known = new Set([...ids, ...folders]);
  const pairs = unmatched.map((pattern) => [pattern, nearest(pattern.replace(/(\/\**)$/, ''), known)] as const);
  return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

/** Every scenario file below a root, ordered by path. Throws what the file system throws. */
export function findScenarioFiles(root: string): readonly ScenarioFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => suffix.test(path))
    .map((path) => ({ path: join(root, path), id: path.split(sep).join('/').replace(suffix, '') }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

function findIn(roots: readonly string[]): {
  readonly files: readonly ScenarioFile[];
  readonly problems: readonly string[];
} {
  const files: ScenarioFile[] = [];
  const problems: string[] = [];
  for (const root of roots) {
    try {
      files.push(...findScenarioFiles(root));
    } catch (error) {
      problems.push(
        `${root}: cannot be read: ${messageOf(error)}; --scenarios wants a folder of *.scenario.ts or *.scenario.json files`,
      );
    }
  }
  if (files.length > filesMax) problems.push(`${files.length} scenario files; the limit is ${filesMax}`);
  return { files, problems };
}

/** A file that was named: inside a root its id is its path as ever, elsewhere the file is free to say. */
function givenFile(path: string, roots: readonly string[]): ScenarioFile {
  for (const root of roots) {
    const below = relative(root, path);
    if (!below.startsWith('..') && suffix.test(below)) {
      return { path, id: below.split(sep).join('/').replace(suffix, '') };
    }
  }
  return { path };
}

/** Whether an argument of the command line names a file rather than ids: it ends like one, or is one. */
export function isScenarioFile(argument: string): boolean {
  if (suffix.test(argument) || /\.(json|ts|js|mjs)$/.test(basename(argument))) return true;
  try {
    return statSync(argument).isFile();
  } catch {
    return false;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
