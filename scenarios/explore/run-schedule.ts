import { createHash } from 'node:crypto';
import type { Failure, ScenarioResult } from '../run/results.ts';
import type { Scenario } from '../scenario.ts';
import type { Execution } from './execution.ts';
import { executionLines } from './execution-lines.ts';
import { problemOf, specOf } from './problems.ts';
import { parseSchedule, replay } from './schedule.ts';
import { createStepTable } from './visible-step.ts';

/** What became of a race scenario, beside what the scenario says of itself. */
type Ran = Pick<ScenarioResult, 'verdict' | 'durationMs' | 'traceHash' | 'failure' | 'reason'>;

/**
 * Runs the one schedule of a race scenario: it passes when exactly the property breaks that it names, or none if it names
 * none. A schedule that the threads cannot follow is a failure, too: nobody knows then what it would have shown.
 */
export function runSchedule({ clauses, breaks }: Scenario, text: string): Ran {
  const startedAt = performance.now();
  const since = (): number => Math.round((performance.now() - startedAt) * 1000) / 1000;
  const failed = (kind: Failure['kind'], message: string, traceHash?: string): Ran => ({
    verdict: 'failed',
    durationMs: since(),
    failure: { kind, step: 0, message, clauses },
    ...(traceHash === undefined ? {} : { traceHash }),
  });
  let execution: Execution;
  try {
    const schedule = parseSchedule(text);
    execution = replay(problemOf(specOf(schedule)), createStepTable(), schedule.turns);
  } catch (error) {
    // a string that is none, a problem that is none, a turn that cannot be taken: all in the words of the error
    if (!(error instanceof Error)) throw error;
    return failed('error', `the schedule cannot be followed: ${error.message}`);
  }
  const { broken, taken } = execution;
  const lines = executionLines(execution);
  const traceHash = createHash('sha256').update(lines.join('\n')).update(execution.digest()).digest('hex');
  if (broken?.property === breaks) return { verdict: 'passed', durationMs: since(), traceHash };
  const wanted = breaks === undefined ? 'nothing may break' : `'${breaks}' must break`;
  const seen = broken === null ? `nothing broke in ${taken.length} steps` : `broken after step ${broken.at}`;
  return failed('target-against-literal', [`${wanted}; ${seen}:`, ...lines].join('\n'), traceHash);
}
