import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clause } from '../../model/language/clause.ts';
import type { ClauseCoverage } from '../../reports/coverage.ts';
import { loadCatalogue, ownRoot } from '../catalogue.ts';
import { nearest } from '../nearest.ts';
import { matchesPattern } from '../pattern.ts';
import type { TargetResults } from '../run/results.ts';
import type { Scenario } from '../scenario.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { outFolder } from './package-info.ts';
import { readResults } from './read-results.ts';
import { commonHelp, commonOptions, parseWords, shellWord } from './words.ts';
import { checkJsonFile, writeInto } from './writable.ts';

const help = `usage: charsim clauses [ID, FAMILY or GLOB…] [OPTIONS]

The catalogue of clauses: which scenarios cite each, and on which targets they showed it. One ID explains that clause.

  --results FILE     results of charsim run (repeatable; default: results.json in the report folder, if it is there)
  --uncovered        only clauses that no scenario or race shows and that are not listed as out of reach
  --scenarios DIR    a folder of scenarios, instead of the catalogue (repeatable)
${commonHelp}

Exit codes: 0, or 2 for an unknown clause or results that cannot be read.`;

type Row = Omit<ClauseCoverage, 'contradictedOn'> & {
  readonly contradictedOn: readonly string[];
  /** What `charsim explore` shows it with. */
  readonly races: readonly string[];
};

/** `charsim clauses`: the catalogue with its coverage. */
export const clausesCommand: Command = { help, run: runClauses };

async function runClauses(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseWords('clauses', words, {
    ...commonOptions,
    results: { type: 'string', multiple: true },
    uncovered: { type: 'boolean' },
    scenarios: { type: 'string', multiple: true },
  });
  checkJsonFile(values.json);
  const { clauses } = await import('../../model/language/clauses.ts');
  const wanted = clausesNamed(positionals, clauses);
  const usual = join(outFolder(values.out), 'results.json');
  const files = values.results ?? (existsSync(usual) ? [usual] : []);
  const results = files.flatMap((file) => readResults(file));
  const roots = (values.scenarios ?? [ownRoot]).map((folder) => resolve(folder));
  const catalogue = await loadCatalogue({ roots, patterns: [], files: [] });
  if (catalogue.problems.length > 0) throw new UsageError(catalogue.problems.join('\n  '));
  const all = await coverage(wanted, results, catalogue.scenarios);
  const rows = values.uncovered === true ? all.filter(isUncovered) : all;
  const json = `${JSON.stringify({ format: 'charsim-clauses/1', clauses: rows.map(jsonRow) }, undefined, 2)}\n`;
  if (values.json === '-') {
    io.stdout.write(json);
    return exitCodes.conforms;
  }
  if (values.json !== undefined) writeInto(values.json, json);
  const [only] = rows;
  const explained = positionals.length === 1 && rows.length === 1 && only !== undefined;
  const lines = explained ? explanation(only, catalogue.scenarios) : table(rows);
  for (const line of lines) io.out(line);
  if (!explained && values.quiet !== true) {
    for (const line of totals(all, results.length > 0)) io.out(line);
  }
  return exitCodes.conforms;
}

function clausesNamed(patterns: readonly string[], clauses: readonly Clause[]): readonly Clause[] {
  const fits = (pattern: string, { id, family }: Clause): boolean => pattern === family || matchesPattern(pattern, id);
  for (const pattern of patterns) {
    if (clauses.some((clause) => fits(pattern, clause))) continue;
    const near = nearest(pattern.toUpperCase(), new Set(clauses.flatMap(({ id, family }) => [id, family])));
    const hint = near === undefined ? '' : ` (did you mean ${near}?)`;
    throw new UsageError(`no clause is called ${shellWord(pattern)}${hint}; charsim clauses lists them all`);
  }
  if (patterns.length === 0) return clauses;
  return clauses.filter((clause) => patterns.some((pattern) => fits(pattern, clause)));
}

/** What results say, with the scenarios of the catalogue that were not run. */
async function coverage(
  clauses: readonly Clause[],
  results: readonly TargetResults[],
  scenarios: readonly Scenario[],
): Promise<readonly Row[]> {
  const { coverageOf } = await import('../../reports/coverage.ts');
  const { unreachable } = await import('../../model/language/clause-reach.ts');
  const { clauses: all } = await import('../../model/language/clauses.ts');
  const { racesByClause } = await import('../explore/problems/cited.ts');
  const races = racesByClause(new Map(all.map(({ id, avoidedBy }) => [id, avoidedBy])));
  const citing = new Map<string, string[]>();
  for (const { id, clauses: cited } of scenarios) {
    for (const clause of cited) citing.set(clause, [...(citing.get(clause) ?? []), id]);
  }
  return coverageOf(clauses, unreachable, results)
    .flatMap((family) => family.clauses)
    .map((row) => ({
      ...row,
      scenarios: [...new Set([...(citing.get(row.clause.id) ?? []), ...row.scenarios])],
      races: races.get(row.clause.id) ?? [],
    }));
}

function isUncovered(row: Row): boolean {
  return row.scenarios.length === 0 && row.races.length === 0 && row.unreachable === undefined;
}

function jsonRow({ clause, scenarios, races, shownOn, repairedOn, contradictedOn, unreachable }: Row): object {
  const { id, strength, family } = clause;
  const reason = unreachable === undefined ? {} : { unreachable };
  return { id, strength, family, scenarios, races, shownOn, repairedOn, contradictedOn, ...reason };
}

function table(rows: readonly Row[]): readonly string[] {
  const width = Math.max(0, ...rows.map(({ clause }) => clause.id.length));
  return rows.map((row) => {
    const { clause, scenarios, races, shownOn, repairedOn, contradictedOn, unreachable } = row;
    const counts = [
      ...(scenarios.length > 0 ? [numberOf(scenarios.length, 'scenario')] : []),
      ...(races.length > 0 ? [numberOf(races.length, 'race')] : []),
    ];
    const none = unreachable === undefined ? 'no scenario' : `out of reach: ${unreachable}`;
    const state = [
      counts.length === 0 ? none : counts.join(', '),
      ...(shownOn.length > 0 ? [`shown on ${shownOn.join(', ')}`] : []),
      ...(repairedOn.length > 0 ? [`repaired on ${repairedOn.join(', ')}`] : []),
      ...(contradictedOn.length > 0 ? [`CONTRADICTED on ${contradictedOn.join(', ')}`] : []),
    ].join('; ');
    return `${clause.id.padEnd(width)}  ${clause.strength.padEnd(6)}  ${state}`;
  });
}

function numberOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function totals(rows: readonly Row[], hasResults: boolean): readonly string[] {
  const cited = rows.filter(({ scenarios }) => scenarios.length > 0).length;
  const raced = rows.filter(({ scenarios, races }) => scenarios.length === 0 && races.length > 0).length;
  const shown = rows.filter(({ shownOn }) => shownOn.length > 0).length;
  const out = rows.filter(({ unreachable }) => unreachable !== undefined).length;
  const uncovered = rows.filter(isUncovered).length;
  return [
    '',
    `${rows.length} clause${rows.length === 1 ? '' : 's'}: ${cited} with scenarios, ${raced} with races alone, ${out} out of reach of any, ${uncovered} without scenario`,
    hasResults
      ? `${shown} shown by the results`
      : 'no results yet: charsim run writes them, or name some with --results FILE',
  ];
}

function explanation(row: Row, scenarios: readonly Scenario[]): readonly string[] {
  const { clause, shownOn, repairedOn, contradictedOn, unreachable } = row;
  const lines = [
    `${clause.id} (${clause.strength}; ${clause.family}, ${clause.section})`,
    '',
    clause.rule,
    '',
    `seen by    ${clause.observable}`,
    `holds in   ${clause.profiles.join(', ') || 'no profile yet'} (${clause.variants})`,
    `source     ${clause.source}`,
    `checked    ${clause.checked}`,
  ];
  if (clause.reproducer !== undefined) lines.push(`to see it  ${clause.reproducer}`);
  if (clause.repair !== undefined) lines.push(`repair     ${clause.repair}`);
  if (unreachable !== undefined) lines.push(`no scenario can show it: ${unreachable}`);
  lines.push('', row.scenarios.length === 0 ? 'no scenario cites it' : 'scenarios');
  for (const id of row.scenarios) {
    const title = scenarios.find((scenario) => scenario.id === id)?.title;
    lines.push(`  ${id}${title === undefined ? '' : `  ${title}`}`);
  }
  if (row.races.length > 0) lines.push('', 'races (charsim explore)', ...row.races.map((id) => `  ${id}`));
  if (shownOn.length > 0) lines.push('', `shown on ${shownOn.join(', ')}`);
  if (repairedOn.length > 0) lines.push('', `repaired on ${repairedOn.join(', ')}`);
  if (contradictedOn.length > 0) lines.push('', `CONTRADICTED on ${contradictedOn.join(', ')}`);
  return lines;
}
