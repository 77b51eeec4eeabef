import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord } from './run/agreement.ts';
import type { Scenario } from './scenario.ts';
import { parseScenario } from './scenario-schema.ts';

/** One file that holds scenarios. `id`: its path below the root without the suffix; absent for a file outside of one. */
export type ScenarioFile = { readonly path: string; readonly id?: string };

/** What one file holds. `problems` are sentences that begin with the file. */
export type LoadedFile = { readonly scenarios: readonly Scenario[]; readonly problems: readonly string[] };

/** Time that a module has to load: one that waits for something would otherwise end the process in silence. */
const importMs = 10_000;

/**
 * Reads and checks the scenarios of one file. Never rejects: whatever is wrong with the file is a problem. `isOwn`: the
 * file is one of this project, whose modules are known to be ES modules that load. `module`: the file's exports, where
 * they are at hand.
 */
export async function loadFile(file: ScenarioFile, isOwn: boolean, module?: unknown): Promise<LoadedFile> {
  const shown = relative(process.cwd(), file.path);
  const where = shown.startsWith('..') ? file.path : shown;
  try {
    if (module !== undefined) return checked(file, where, meantIn(module));
    const exported = file.path.endsWith('.json') ? [jsonOf(file.path)] : await exportsOf(file.path, isOwn);
    return checked(file, where, exported);
  } catch (error) {
    return { scenarios: [], problems: [`${where}: cannot be read: ${messageOf(error)}`] };
  }
}

function checked(file: ScenarioFile, where: string, exported: readonly unknown[]): LoadedFile {
  const isTable = exported.some(Array.isArray);
  const entries = exported.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]));
  if (entries.length === 0) {
    const wanted = 'one object (or an array of them) with id, title, clauses and steps';
    const [verb, how] = file.path.endsWith('.json') ? ['holds', 'wanted'] : ['exports', 'export'];
    return { scenarios: [], problems: [`${where}: ${verb} no scenario; ${how} ${wanted}`] };
  }
  const scenarios: Scenario[] = [];
  const problems: string[] = [];
  for (const entry of entries) {
    const parsed = parseScenario(entry);
    const id = isRecord(entry) && typeof entry['id'] === 'string' && entry['id'] !== '' ? entry['id'] : '(no id)';
    if (!parsed.ok) problems.push(...parsed.problems.map((problem) => `${where}: ${id}: ${problem}`));
    else {
      scenarios.push(parsed.scenario);
      problems.push(...idProblems(where, file, id, isTable));
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

/** Some editors put a byte order mark before JSON; it means nothing. */
function jsonOf(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
}

/** What of a module can be meant as scenarios: arrays, and objects that look like one. */
async function exportsOf(path: string, isOwn: boolean): Promise<readonly unknown[]> {
  if (!/\.[cm]?[jt]s$/.test(path)) throw new Error('a scenario file ends in .ts, .js, .mjs or .json');
  if (/\.[cm]?ts$/.test(path)) await readyForTypeScript();
  return meantIn(isOwn ? await import(pathToFileURL(path).href) : await foreign(path));
}

function meantIn(module: unknown): readonly unknown[] {
  if (!isRecord(module)) return [];
  // where no package.json says "type": "module", TypeScript is run as CommonJS: its exports come as one default
  const { default: whole, ...named } = module;
  const all = isRecord(whole) && !isMeant(whole) ? { ...whole, ...named } : module;
  return [...new Set(Object.values(all))].filter(isMeant);
}

function isMeant(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && ('steps' in value || 'title' in value || 'id' in value));
}

/** A module from outside of this project: it may be of either kind, and may never be done. */
async function foreign(path: string): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`was not loaded within ${importMs / 1000} s`)), importMs);
  });
  const { exit } = process;
  process.exit = (status): never => {
    throw new Error(`calls process.exit(${status ?? ''}) where it should export scenarios`);
  };
  try {
    return await Promise.race([import(pathToFileURL(path).href), late]);
  } finally {
    process.exit = exit;
    clearTimeout(timer);
  }
}

let ready: Promise<void> | undefined;

/** A checkout runs TypeScript by tsx on every Node; the built package has none and needs a Node that does it itself. */
function readyForTypeScript(): Promise<void> {
  ready ??= Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')]).then(
    (both) => {
      for (const { register } of both) register();
    },
    () => {
      if ('typescript' in process.features) return;
      throw new Error('this Node does not run TypeScript: use Node 22.18 or newer, or a .mjs or .json file');
    },
  );
  return ready;
}

/** The first line, and what a compiler says below one that only announces it. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = '', second = ''] = error.message.split('\n').filter((line) => line.trim() !== '');
  return first.endsWith(':') ? `${first} ${second.trim()}` : first;
}
