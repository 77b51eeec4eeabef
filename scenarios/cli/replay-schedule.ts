import { executionLines } from '../explore/execution-lines.ts';
import { formatSchedule } from '../explore/schedule.ts';
import { exportedSchedule } from '../explore/schedule-exports.ts';
import { replaySchedule, type ScheduleReplayed } from '../explore/schedule-replay.ts';
import type { PlainExport } from '../session/exports.ts';
import { exitCodes, UsageError } from './command.ts';
import type { Io } from './io.ts';
import type { ReplayWords } from './replay-options.ts';
import { shellWord } from './words.ts';
import { writeInto, writeNew } from './writable.ts';

/** `replay` of a session that `explore` kept: the schedule step by step, and whether it is what was recorded. */
export function replayScheduleSession(
  { session, spec, until, export: wanted, json, quiet }: ReplayWords,
  io: Io,
): number {
  if (spec !== undefined)
    throw new UsageError(
      `${session}: a schedule is replayed on the profile it was found on; leave --profile and --target out`,
    );
  if (wanted?.kind === 'html')
    throw new UsageError(`--export html shows model and engine, and a schedule has no model`);
  const replayed = replaySchedule(session);
  if (wanted !== undefined && replayed.execution !== null) {
    const { problem, execution } = replayed;
    writeNew(wanted.file, exportedSchedule({ problem, execution }, wanted.kind as PlainExport));
    return exitCodes.conforms;
  }
  const { problem, divergence, execution, records } = replayed;
  const verdict = verdictOf(replayed);
  if (json !== undefined) {
    const broken = execution?.broken ?? null;
    const told = { format: 'charsim-replay/1', session, ...problem, verdict, records, divergence, broken };
    const text = `${JSON.stringify(told, undefined, 2)}\n`;
    if (json === '-') io.stdout.write(text);
    else writeInto(json, text);
  }
  if (json === '-') return exitCodeOf(verdict);
  if (!quiet) io.out(`schedule of ${problem.id} ${problem.params} on ${problem.profile}, ${records} records`);
  if (execution !== null) {
    const lines = executionLines(execution);
    const shown = until === undefined ? lines : lines.slice(0, Math.max(0, Math.min(until, records) - 1));
    for (const line of quiet ? lines.slice(-1) : shown) io.out(line);
    const turns = execution.taken;
    const text = formatSchedule({
      problem: problem.id,
      params: problem.params,
      strategy: `replay@${problem.profile}`,
      turns,
    });
    if (!quiet) io.out(`the same bit by bit; as a string: ${shellWord(text)}`);
  }
  if (verdict === 'truncated') io.out('the session is truncated; so far as it goes, the replay is the same');
  if (divergence !== null) {
    io.out(`✗ record ${divergence.record} differs`);
    io.out(`  recorded  ${divergence.recorded}`);
    io.out(`  replayed  ${divergence.replayed}`);
  }
  return exitCodeOf(verdict);
}

type Verdict = 'same' | 'failed' | 'diverged' | 'truncated';

function verdictOf({ divergence, execution, cut }: ScheduleReplayed): Verdict {
  if (divergence !== null) return 'diverged';
  if (cut) return 'truncated';
  return execution?.broken === null ? 'same' : 'failed';
}

function exitCodeOf(verdict: Verdict): number {
  switch (verdict) {
    case 'same':
      return exitCodes.conforms;
    case 'truncated':
      return exitCodes.truncatedSession;
    case 'failed':
    case 'diverged':
      return exitCodes.nonConformance;
  }
}
