import { readFileSync } from 'node:fs';
import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import { SessionProblem } from '../session/problem.ts';
import { type ReadRecord, readWhole } from '../session/reader.ts';
import type { HeadRecord } from '../session/record.ts';
import type { Execution } from './execution.ts';
import { type ProblemSpec, problemOf } from './problems.ts';
import { replay } from './schedule.ts';
import { type ScheduleRun, scheduleOfSession, scheduleSession } from './schedule-session.ts';
import { createStepTable } from './visible-step.ts';

/** The first record that is not as it was recorded. */
export type ScheduleDivergence = { readonly record: number; readonly recorded: string; readonly replayed: string };

/** What became of a session of a schedule, run again. */
export type ScheduleReplayed = {
  readonly problem: ProblemSpec;
  readonly records: number;
  /** The recording ended before its footer: the same up to there. */
  readonly cut: boolean;
  readonly divergence: ScheduleDivergence | null;
  /** Null when it could not be run to its end. */
  readonly execution: Execution | null;
};

/** Runs the schedule of a session again and compares byte by byte. Throws SessionProblem for what is no such session. */
export function replaySchedule(path: string): ScheduleReplayed {
  const { records, end } = readWhole([readFileSync(path)]);
  const head = records[0]?.record as HeadRecord;
  const run = scheduleOfSession(head, records);
  if (run === null) throw new SessionProblem('a schedule of a problem that this charsim does not know', 1, 0);
  const told = { problem: run.problem, records: records.length, cut: end.kind === 'truncated' };
  try {
    const again = readWhole([scheduleSession(run, head.engine.version)]).records;
    const divergence = firstDifference(records, again, told.cut);
    return { ...told, divergence, execution: divergence === null ? executed(run) : null };
  } catch (error) {
    if (error instanceof RangeError) throw new SessionProblem(error.message, 1, 0);
    if (!(error instanceof ReplayDiverged)) throw error;
    return { ...told, divergence: divergenceAt(run, records, error.message), execution: null };
  }
}

function executed({ problem, turns }: ScheduleRun): Execution {
  return replay(problemOf(problem), createStepTable(), turns);
}

/** A cut recording ends before what a whole one ends with. */
function firstDifference(
  recorded: readonly ReadRecord[],
  again: readonly ReadRecord[],
  cut: boolean,
): ScheduleDivergence | null {
  const length = cut ? recorded.length : Math.max(recorded.length, again.length);
  for (let record = 0; record < length; record += 1) {
    const [before = 'nothing', after = 'nothing'] = [recorded[record]?.text, again[record]?.text];
    if (before !== after) return { record, recorded: before, replayed: after };
  }
  return null;
}

/** Turns are taken one more each time until one cannot be taken. */
function divergenceAt(run: ScheduleRun, records: readonly ReadRecord[], message: string): ScheduleDivergence {
  const [, step = '0'] = /diverged at step (\d+)/.exec(message) ?? [];
  const record = Number(step) + 1;
  const before = readWhole([scheduleSession({ ...run, turns: run.turns.slice(0, Number(step)) }, '')]).records;
  for (let at = 1; at < Math.min(record, before.length); at += 1) {
    const [recorded, replayed] = [records[at]?.record, before[at]?.record];
    if (JSON.stringify(recorded) !== JSON.stringify(replayed)) {
      return { record: at, recorded: JSON.stringify(recorded), replayed: JSON.stringify(replayed) };
    }
  }
  return { record, recorded: records[record]?.text ?? 'nothing', replayed: message };
}
