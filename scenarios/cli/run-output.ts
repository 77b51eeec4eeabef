import { join } from 'node:path';
import { releaseLines } from '../../reports/release.ts';
import { attentionOf, type Reproduce } from '../../reports/summary.ts';
import { failureLines, totalsLines } from '../../reports/terminal.ts';
import { terminalStyle } from '../../reports/terminal-text.ts';
import type { TargetResults } from '../run/results.ts';
import type { Io } from './io.ts';
import type { RunRequest } from './run-options.ts';
import { shellWord } from './words.ts';
import { writeInto } from './writable.ts';

/** What every run leaves under --out. */
export const outputFiles: readonly string[] = ['results.json', 'junit.xml', 'index.html'];

/** Failures printed to the terminal at most. */
const failuresShownMax = 30;

type Outputs = {
  readonly request: RunRequest;
  readonly results: readonly TargetResults[];
  readonly reproduce: Reproduce;
  readonly words: readonly string[];
  readonly io: Io;
};

/** Prints failures and totals, and writes results.json, junit.xml, index.html and what --json asks for. */
export async function writeOutputs({ request, results, reproduce, words, io }: Outputs): Promise<void> {
  const { resultsJson } = await import('../../reports/json.ts');
  const { junitXml } = await import('../../reports/junit.ts');
  const { htmlReport } = await import('../../reports/html.ts');
  const json = resultsJson(results);
  const command = ['charsim', 'run', ...words].map(shellWord).join(' ');
  writeInto(join(request.out, 'results.json'), json);
  writeInto(join(request.out, 'junit.xml'), junitXml(results, reproduce));
  const page = htmlReport(results, { finishedAt: new Date().toISOString(), command, reproduce });
  writeInto(join(request.out, 'index.html'), page);
  if (request.json !== undefined && request.json !== '-') writeInto(request.json, json);

  const text = request.json === '-' ? io.err : io.out;
  const style = terminalStyle(request.json === '-' ? io.stderr : io.stdout, io.environment);
  const shown = firstAttention(results);
  const failures = [...failureLines(shown.results, style, reproduce)];
  if (shown.left > 0) failures.push(`… and ${shown.left} more that need a look: see the report`, '');
  if (failures.length > 0 && !request.quiet) text('');
  for (const line of failures) text(line);
  if (!request.quiet) {
    if (failures.length === 0) text('');
    for (const line of [...releaseLines(results, style), ...totalsLines(results, style)]) text(line);
    text(`report: ${join(request.out, 'index.html')}`);
  }
  if (request.json === '-') io.stdout.write(json);
}

/** The first failures only: the report has all of them. */
function firstAttention(results: readonly TargetResults[]): {
  readonly results: readonly TargetResults[];
  readonly left: number;
} {
  let left = 0;
  let room = failuresShownMax;
  const cut = results.map((each) => {
    const attention = attentionOf(each);
    const kept = new Set(attention.slice(0, room));
    left += attention.length - kept.size;
    room -= kept.size;
    return { ...each, scenarios: each.scenarios.filter((row) => kept.has(row)) };
  });
  return { results: cut, left };
}
