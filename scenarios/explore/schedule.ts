import { ReplayDiverged } from '../../sut/runtime/chooser.ts';
import { type Execution, startExecution, type Turn } from './execution.ts';
import type { Problem } from './problem.ts';
import type { StepTable } from './visible-step.ts';

/** A schedule string, taken apart. `strategy` says where it was found: `dpor`, `pct3.s42`. Source: XF-1. */
export type ScheduleString = {
  readonly problem: string;
  readonly params: string;
  readonly strategy: string;
  readonly turns: readonly Turn[];
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `xp1:swap-race:W2K1,m1:pct3.s42:a4d2b2c7b`: thread letters with how often, `!n` for a data choice other than none. */
export function formatSchedule({ problem, params, strategy, turns }: ScheduleString): string {
  let text = '';
  for (let at = 0; at < turns.length; ) {
    const { thread, data } = turns[at] as Turn;
    const letter = letters[thread];
    if (letter === undefined)
      throw new RangeError(`a schedule string names ${letters.length} threads; this is number ${thread}`);
    let count = 1;
    if (data.length === 0)
      while (turns[at + count]?.thread === thread && turns[at + count]?.data.length === 0) count += 1;
    text += letter + (count > 1 ? count : '') + data.map((choice) => `!${choice}`).join('');
    at += count;
  }
  return `xp1:${problem}:${params}:${strategy}:${text}`;
}

/** Reads a schedule string. Throws a sentence that says what was wanted. */
export function parseSchedule(text: string): ScheduleString {
  const [version, problem, params, strategy, schedule, ...more] = text.split(':');
  if (version !== 'xp1') {
    const isNewer = /^xp\d+$/.test(version ?? '');
    throw new Error(
      isNewer
        ? `a schedule string of version ${version}; this charsim reads xp1`
        : `a schedule string begins with 'xp1:', this one with '${text.slice(0, 20)}'`,
    );
  }
  if (
    problem === undefined ||
    params === undefined ||
    strategy === undefined ||
    schedule === undefined ||
    more.length > 0
  ) {
    throw new Error(
      `a schedule string is xp1:PROBLEM:PARAMS:STRATEGY:SCHEDULE, this one has ${text.split(':').length} parts`,
    );
  }
  return { problem, params, strategy, turns: turnsOf(schedule) };
}

const turnsMax = 1_000_000;

function turnsOf(schedule: string): readonly Turn[] {
  const turns: Turn[] = [];
  const pattern = /([a-zA-Z])(\d*)((?:!\d+)*)/y;
  while (pattern.lastIndex < schedule.length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(schedule);
    if (found === null)
      throw new Error(
        `the schedule has '${schedule[from]}' at character ${from + 1} where a thread's letter is wanted`,
      );
    const [, letter = '', count = '', data = ''] = found;
    const times = count === '' ? 1 : Number(count);
    if (times < 1 || turns.length + times > turnsMax)
      throw new Error(`the schedule has ${count} steps at character ${from + 1}; 1 to ${turnsMax} are wanted`);
    const choices = data === '' ? [] : data.slice(1).split('!').map(Number);
    for (let time = 0; time < times; time += 1) turns.push({ thread: letters.indexOf(letter), data: choices });
  }
  return turns;
}

/** Runs exactly one schedule, and asks the properties of the end if it comes to one. Throws ReplayDiverged. Source: XF-3. */
export function replay(problem: Problem, table: StepTable, turns: readonly Turn[]): Execution {
  const execution = startExecution(problem, table);
  for (const { thread, data } of turns) {
    if (execution.broken !== null) {
      throw new ReplayDiverged(
        `diverged at step ${execution.taken.length}: ${execution.broken.property} broke before the schedule's end`,
      );
    }
    execution.take(thread, data);
  }
  if (execution.broken === null && execution.enabled().length === 0) execution.finish();
  return execution;
}
