import { statSync } from 'node:fs';
import { type Catalogue, loadCatalogue } from '../catalogue.ts';
import { nearest } from '../nearest.ts';
import { matchesPattern } from '../pattern.ts';
import { excerpt } from '../run/excerpt.ts';
import { selectScenarios } from '../run/select.ts';
import type { Scenario } from '../scenario.ts';
import { UsageError } from './command.ts';
import type { RunRequest } from './run-options.ts';
import { shellWord } from './words.ts';

const problemsShownMax = 20;

/**
 * The scenarios that patterns and files of the words name, with their files. Throws UsageError for what matches nothing,
 * cannot be read or cites clauses that do not exist.
 */
export async function loadSelected(request: RunRequest): Promise<Catalogue> {
  const { roots, patterns, files } = request;
  const catalogue = await loadCatalogue({ roots, patterns, files });
  if (catalogue.problems.length > 0) throw new UsageError(listed(catalogue.problems));
  const [unmatched] = catalogue.unmatched;
  if (unmatched !== undefined) throw new UsageError(unmatchedText(unmatched, catalogue));
  await checkClauses(request, catalogue);
  return catalogue;
}

function unmatchedText(pattern: string, { suggestions }: Catalogue): string {
  const near = suggestions.get(pattern);
  const folder = '; for a folder of scenario files say --scenarios';
  const hint = isFolder(pattern) ? folder : near === undefined ? '' : ` (did you mean ${near}?)`;
  return `no scenario matches ${shellWord(pattern)}${hint}; charsim run --list shows them all (quote patterns with *)`;
}

function isFolder(path: string): boolean {
  try {
    return path !== '' && statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A test keeps the catalogue's own clauses right; those of other files are looked up here. */
async function checkClauses({ scenarioFolders, files }: RunRequest, { scenarios, fileOf }: Catalogue): Promise<void> {
  if (scenarioFolders.length === 0 && files.length === 0) return;
  const { clauses } = await import('../../model/language/clauses.ts');
  const known = new Set<string>(clauses.map(({ id }) => id));
  const problems = scenarios.flatMap(({ id, clauses: cited }) =>
    cited
      .filter((clause) => !known.has(clause))
      .map((clause) => {
        const near = nearest(clause, known);
        const hint = near === undefined ? 'charsim clauses lists them' : `did you mean ${near}?`;
        return `${fileOf.get(id) ?? id}: ${id}: cites ${excerpt(clause)}, and no clause has this id; ${hint}`;
      }),
  );
  if (problems.length > 0) throw new UsageError(listed(problems));
}

function listed(problems: readonly string[]): string {
  const shown = problems.slice(0, problemsShownMax);
  const more = problems.length - shown.length;
  return ['scenarios that cannot be run:', ...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n  ');
}

/** Those that the filters leave. Throws UsageError if that is none; an empty shard of some is fine. */
export async function filtered(request: RunRequest, catalogue: Catalogue): Promise<readonly Scenario[]> {
  const { filter } = request;
  const scenarios = selectScenarios(catalogue.scenarios, filter);
  if (scenarios.length > 0) return scenarios;
  if (filter.clauses.length > 0) await checkClauseGlobs(filter.clauses);
  const whole = selectScenarios(catalogue.scenarios, {
    clauses: filter.clauses,
    tags: filter.tags,
    exclude: filter.exclude,
  });
  if (whole.length > 0) return []; // an empty shard of something: nothing to do here, which is fine
  const by = [
    ...filter.clauses.map((each) => `--clause ${shellWord(each)}`),
    ...filter.tags.map((each) => `--tag ${shellWord(each)}`),
    ...filter.exclude.map((each) => `--exclude ${shellWord(each)}`),
  ];
  const what =
    by.length === 0
      ? `no scenario in ${request.roots.join(', ')}; wanted are files called *.scenario.ts or *.scenario.json`
      : `no scenario is left by ${by.join(' ')}; charsim run --list shows them all`;
  throw new UsageError(what);
}

async function checkClauseGlobs(globs: readonly string[]): Promise<void> {
  const { clauses } = await import('../../model/language/clauses.ts');
  for (const glob of globs) {
    if (!clauses.some(({ id }) => matchesPattern(glob, id))) {
      const near = nearest(
        glob,
        clauses.map(({ id }) => id),
      );
      const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
      throw new UsageError(`--clause ${glob}: no clause has such an id${hint}; charsim clauses lists them`);
    }
  }
}
