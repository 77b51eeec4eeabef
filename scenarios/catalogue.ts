import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { matchesPattern, mayMatchBelow } from './pattern.ts';
import { isRecord } from './run/agreement.ts';
import type { Scenario } from './scenario.ts';
import { parseScenario } from './scenario-schema.ts';

/** One file that holds scenarios. `id`: its path below the root without the suffix; absent for a file outside of one. */
export type ScenarioFile = { readonly path: string; readonly id?: string };

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
  /** Where a scenario comes from, for those of named files. */
  readonly fileOf: ReadonlyMap<string, string>;
};

const suffix = /\.scenario\.(ts|js|mjs|json)$/;
/** Scenario files below one root at most. */
const filesMax = 20_000;

/** The folder of the project's own scenarios. */
export const ownRoot: string = fileURLToPath(new URL('./catalogue', import.meta.url));

/** Loads, checks and orders scenarios; a file that no pattern can match is not imported. */
export async function loadCatalogue(selection: Selection): Promise<Catalogue> {
  const { patterns, roots } = selection;
  const all = patterns.length === 0 && selection.files.length === 0;
  const found = all || patterns.length > 0 ? findIn(roots) : { files: [], problems: [] };
  const candidates = found.files.filter(({ id = '' }) => all || patterns.some((pattern) => mayMatchBelow(pattern, id)));
  const given = selection.files.map((path): ScenarioFile => givenFile(resolve(path), roots));
  const loaded = await Promise.all([...candidates, ...given].map(loadFile));
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
  return { scenarios, problems, unmatched, fileOf };
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
        `${root}: cannot be read: ${messageOf(error)}; --scenarios wants a folder of *.scenario.ts or .json files`,
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

type LoadedFile = { readonly scenarios: readonly Scenario[]; readonly problems: readonly string[] };

async function loadFile(file: ScenarioFile): Promise<LoadedFile> {
  const shown = relative(process.cwd(), file.path);
  const where = shown.startsWith('..') ? file.path : shown;
  let exported: readonly unknown[];
  try {
    exported = file.path.endsWith('.json') ? [JSON.parse(readFileSync(file.path, 'utf8'))] : await exportsOf(file.path);
  } catch (error) {
    return { scenarios: [], problems: [`${where}: cannot be read: ${messageOf(error)}`] };
  }
  const tables = exported.filter(Array.isArray);
  const entries = exported.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]));
  if (entries.length === 0) {
    return {
      scenarios: [],
      problems: [`${where}: exports no scenario; export one object (or an array) with id, title, clauses and steps`],
    };
  }
  const scenarios: Scenario[] = [];
  const problems: string[] = [];
  for (const entry of entries) {
    const parsed = parseScenario(entry);
    const id = isRecord(entry) && typeof entry['id'] === 'string' ? entry['id'] : '(no id)';
    if (!parsed.ok) problems.push(...parsed.problems.map((problem) => `${where}: ${id}: ${problem}`));
    else {
      scenarios.push(parsed.scenario);
      problems.push(...idProblems(where, file, id, tables.length > 0));
    }
  }
  return { scenarios, problems };
}

function idProblems(where: string, file: ScenarioFile, id: string, isTable: boolean): readonly string[] {
  if (file.id === undefined) return [];
  if (!isTable && id !== file.id) return [`${where}: ${id}: the id must be the path: '${file.id}'`];
  if (isTable && !id.startsWith(`${file.id}/`))
    return [`${where}: ${id}: ids of a table begin with its path: '${file.id}/…'`];
  return [];
}

/** What of a module can be meant as scenarios: arrays, and objects that look like one. */
async function exportsOf(path: string): Promise<readonly unknown[]> {
  const module: unknown = await import(pathToFileURL(path).href);
  if (!isRecord(module)) return [];
  return Object.values(module).filter(
    (value) => Array.isArray(value) || (isRecord(value) && ('steps' in value || 'title' in value || 'id' in value)),
  );
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
