import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reproduce } from '../../reports/summary.ts';
import { failureLines, totalsLines } from '../../reports/terminal.ts';
import { terminalStyle } from '../../reports/terminal-text.ts';
import type { TargetResults } from '../run/results.ts';
import { UsageError } from './command.ts';
import type { Io } from './io.ts';
import type { RunRequest } from './run-options.ts';
import { shellWord } from './words.ts';

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
  const failures = failureLines(results, style, reproduce);
  if (failures.length > 0 && !request.quiet) text('');
  for (const line of failures) text(line);
  if (!request.quiet) {
    if (failures.length === 0) text('');
    for (const line of totalsLines(results, style)) text(line);
    text(`report: ${join(request.out, 'index.html')}`);
  }
  if (request.json === '-') io.stdout.write(json);
}

/** Writes a text file. Throws UsageError naming it when that fails. */
export function writeInto(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
