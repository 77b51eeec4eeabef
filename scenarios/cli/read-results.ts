import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type ResultsDocument, resultsOf } from '../../reports/json.ts';
import type { TargetResults } from '../run/results.ts';
import { UsageError } from './command.ts';

const summary = v.object({
  passed: v.number(),
  failed: v.number(),
  notApplicable: v.number(),
  knownDeviations: v.number(),
  unexpectedPasses: v.number(),
  unknown: v.number(),
  notRun: v.number(),
  asAnotherRelease: v.exactOptional(v.number()),
});
const target = v.object({
  id: v.string(),
  name: v.string(),
  version: v.string(),
  profile: v.string(),
  profileExact: v.boolean(),
  unlisted: v.exactOptional(v.boolean()),
});
const verdict = v.picklist([
  'passed',
  'failed',
  'not-applicable',
  'known-deviation',
  'unexpected-pass',
  'unknown',
  'as-another-release',
]);
const document = v.looseObject({
  format: v.literal('charsim-results/1'),
  target,
  complete: v.boolean(),
  summary,
  scenarios: v.array(
    v.looseObject({
      id: v.string(),
      title: v.string(),
      clauses: v.array(v.string()),
      verdict,
      durationMs: v.number(),
    }),
  ),
  warnings: v.array(v.string()),
  targets: v.exactOptional(
    v.array(v.looseObject({ target, complete: v.boolean(), summary, warnings: v.array(v.string()) })),
  ),
});

/**
 * Reads a file that `run --json` or `run --out` wrote: the results of each of its targets. Throws UsageError when it
 * cannot be read, is something else, or comes from a newer charsim.
 */
export function readResults(file: string): readonly TargetResults[] {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(document, data);
  if (parsed.success) return resultsOf(parsed.output as unknown as ResultsDocument);
  const format = typeof data === 'object' && data !== null && 'format' in data ? data.format : undefined;
  if (typeof format === 'string' && /^charsim-results\/\d+$/.test(format) && format !== 'charsim-results/1') {
    throw new UsageError(`${file}: has format ${format}, this charsim reads charsim-results/1: use a newer charsim`);
  }
  const [issue] = parsed.issues;
  const where = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the file';
  throw new UsageError(`${file}: is no charsim-results/1: ${where}: ${issue.message}`);
}
