import { createHash } from 'node:crypto';
import type { ReadRecord } from '../session/reader.ts';
import {
  emptySha256,
  type HappeningRecord,
  type HeadRecord,
  lineBytesMax,
  sessionFormat,
  sessionVersion,
} from '../session/record.ts';
import { createWriter, memorySink } from '../session/writer.ts';
import type { Execution, Turn } from './execution.ts';
import { exploredProfiles, type ProblemSpec, problemOf } from './problems.ts';
import { replay } from './schedule.ts';
import { createStepTable } from './visible-step.ts';

/** A schedule with all that is needed to run it again. */
export type ScheduleRun = { readonly problem: ProblemSpec; readonly turns: readonly Turn[] };

/**
 * Runs a schedule and gives its session file, byte for byte the same each time. `version`: of the charsim that it names.
 * Throws ReplayDiverged when a turn cannot be taken. Source: SLOG, XF-2.
 */
export function scheduleSession({ problem, turns }: ScheduleRun, version: string): Buffer {
  const execution = replay(problemOf(problem), createStepTable(), turns);
  const sink = memorySink();
  const writer = createWriter(sink);
  writer.write(0n, headOf(problem, version));
  const swaps = [...execution.swaps];
  for (const [at, { thread, data, step }] of execution.taken.entries()) {
    writer.write(0n, { k: 'turn', th: execution.name(thread), x: thread, d: data, s: step.text });
    while ((swaps[0]?.after ?? Number.POSITIVE_INFINITY) <= at + 1) {
      const swap = swaps.shift();
      if (swap !== undefined) writer.write(0n, swapRecord(swap));
    }
  }
  const { broken } = execution;
  if (broken !== null) {
    const { property, at, text, clauses } = broken;
    writer.write(0n, { k: 'broke', property, at, text, clauses });
  }
  const isOver = broken !== null || execution.enabled().length === 0;
  const result = broken !== null ? 'fail' : isOver ? 'pass' : 'stopped';
  writer.end(0n, { result, state: stateOf(execution) });
  return sink.bytes();
}

/** Source: SLOG's kind swap, ENG-32. */
function swapRecord({ seq, id, st, old, new: now }: Execution['swaps'][number]): HappeningRecord {
  return { k: 'swap', seq, id, st: st === 'rolled back' ? 'rolledback' : st, old, new: now, why: null, opt: true };
}

function headOf({ id, profile, params }: ProblemSpec, version: string): HeadRecord {
  const sha = createHash('sha256')
    .update(JSON.stringify([id, params]))
    .digest('hex');
  return {
    k: 'head',
    fmt: sessionFormat,
    ver: sessionVersion,
    engine: { name: 'charsim', version },
    variant: profile,
    seed: '0'.repeat(16),
    t0: '0',
    fs: emptySha256,
    scenario: { name: id, sha },
    limits: { line: lineBytesMax },
    need: ['schedule'],
    problem: { id, params },
    title: `${id} ${params} on ${profile}`,
  };
}

function stateOf(execution: Execution): string {
  return createHash('sha256').update(execution.digest()).digest('hex');
}

/** What a session of a schedule says is to be run. Null when its head is not one of a schedule known here. */
export function scheduleOfSession(
  { variant, problem }: HeadRecord,
  records: readonly ReadRecord[],
): ScheduleRun | null {
  const profile = exploredProfiles.find((name) => name === variant);
  if (profile === undefined || problem === undefined) return null;
  const turns = records.flatMap(({ record }): readonly Turn[] =>
    record.k === 'turn' ? [{ thread: record.x, data: record.d }] : [],
  );
  return { problem: { id: problem.id, profile, params: problem.params }, turns };
}
