import { join } from 'node:path';
import { traitReadings } from '../release/trait-readings.ts';
import type { TargetResults } from '../run/results.ts';
import { summaryOf } from '../run/tally.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import { outFolder } from './package-info.ts';
import { readResults } from './read-results.ts';
import { shownSessionFile } from './session-request.ts';
import { commonHelp, commonOptions, parseWords, shellWord } from './words.ts';
import { checkJsonFile, openOut, writeInto } from './writable.ts';

const help = `usage: charsim report FILE… [OPTIONS]
       charsim report diff A B [OPTIONS]

One self-contained HTML page from results of charsim run, or from sessions; several files give a matrix across their targets. Files of one
target, such as the shards of a run, become one column. Session files (.session.jsonl) are replayed, and each of their
steps is shown with model and engine side by side.
diff tells which verdicts and traces differ between two results: A before, B after.

${commonHelp}

Writes report.html under --out. Exit codes: 0; 1 when diff finds a difference; 2 for files that cannot be read.`;

/** `charsim report`: a page from results files, or the difference of two. */
export const reportCommand: Command = { help, run: runReport };

async function runReport(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseWords('report', words, commonOptions);
  const [first, before, after, ...more] = positionals;
  if (first === undefined) throw new UsageError('report wants results files; charsim run writes results.json');
  if (first === 'diff') {
    if (before === undefined || after === undefined || more.length > 0)
      throw new UsageError('report diff wants two results files');
    return runDiff(readResults(before), readResults(after), values.json, io);
  }
  const isSession = (file: string): boolean => file.endsWith('.session.jsonl');
  const files = positionals.filter((file) => !isSession(file));
  const results = merged(files.flatMap((file) => readResults(file)));
  const sessions = [];
  for (const file of positionals.filter(isSession)) sessions.push(await shownSessionFile(file));
  if (files.length === 0 && values.json !== undefined) throw new UsageError('--json wants results files');
  const { htmlReport } = await import('../../reports/html.ts');
  const { sessionHtml } = await import('../../reports/session-html.ts');
  const { resultsJson } = await import('../../reports/json.ts');
  const folder = outFolder(values.out);
  checkJsonFile(values.json);
  openOut(folder, ['report.html']);
  const page = join(folder, 'report.html');
  const command = ['charsim report', ...positionals.map(shellWord)].join(' ');
  writeInto(page, files.length === 0 ? sessionHtml(sessions) : htmlReport(results, { command, sessions }));
  if (values.json === '-') io.stdout.write(resultsJson(results));
  else if (values.json !== undefined) writeInto(values.json, resultsJson(results));
  if (values.quiet !== true) (values.json === '-' ? io.err : io.out)(`report: ${page}`);
  return exitCodes.conforms;
}

/** Parts of one run, such as its shards, become one: rows by scenario, where the later file has the last word. */
function merged(results: readonly TargetResults[]): readonly TargetResults[] {
  const byTarget = new Map<string, TargetResults>();
  for (const each of results) {
    const { id, profile } = each.target;
    const key = `${id} ${profile}`;
    const before = byTarget.get(key);
    byTarget.set(key, before === undefined ? each : together(before, each));
  }
  return [...byTarget.values()];
}

function together(before: TargetResults, after: TargetResults): TargetResults {
  const rows = new Map([...before.scenarios, ...after.scenarios].map((row) => [row.id, row]));
  const scenarios = [...rows.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  const notRun = before.summary.notRun + after.summary.notRun;
  return {
    target: after.target,
    complete: before.complete && after.complete,
    summary: summaryOf(scenarios, scenarios.length + notRun),
    scenarios,
    warnings: [...new Set([...before.warnings, ...after.warnings])],
    ...(after.target.unlisted === true ? { traits: traitReadings(scenarios) } : {}),
  };
}

/** One scenario that ended otherwise. `what`: a verdict, `another trace` or `absent`. */
type Difference = {
  readonly target: string;
  readonly scenario: string;
  readonly before: string;
  readonly after: string;
};

function runDiff(
  before: readonly TargetResults[],
  after: readonly TargetResults[],
  json: string | undefined,
  io: Io,
): number {
  const differences = differencesOf(before, after);
  const text = `${JSON.stringify({ format: 'charsim-diff/1', differences }, undefined, 2)}\n`;
  if (json === '-') io.stdout.write(text);
  else {
    if (json !== undefined) writeInto(json, text);
    for (const each of differences) io.out(`${each.scenario} on ${each.target}: ${each.before} -> ${each.after}`);
    io.out(['no difference', '1 difference'][differences.length] ?? `${differences.length} differences`);
  }
  return differences.length === 0 ? exitCodes.conforms : exitCodes.nonConformance;
}

function differencesOf(before: readonly TargetResults[], after: readonly TargetResults[]): readonly Difference[] {
  const old = rowsOf(before);
  const now = rowsOf(after);
  const differences: Difference[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const [target = '', scenario = ''] = key.split(' ');
    const left = old.get(key);
    const right = now.get(key);
    const head = { target, scenario };
    if (left?.verdict !== right?.verdict) {
      differences.push({ ...head, before: left?.verdict ?? 'absent', after: right?.verdict ?? 'absent' });
    } else if (left?.traceHash !== undefined && right?.traceHash !== undefined && left.traceHash !== right.traceHash) {
      differences.push({ ...head, before: `${left.verdict}`, after: `${right.verdict}, another trace` });
    }
  }
  return differences;
}

function rowsOf(results: readonly TargetResults[]): ReadonlyMap<string, TargetResults['scenarios'][number]> {
  return new Map(
    results.flatMap(({ target, scenarios }) => scenarios.map((row) => [`${target.id} ${row.id}`, row] as const)),
  );
}
