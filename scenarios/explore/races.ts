import type { StepTable, VisibleStep } from './visible-step.ts';
import { type Event, sameData } from './wakeup-tree.ts';

/** Step `earlier` of the execution could have come after `later`, which no step between them orders. `at`: where that stands. */
export type Race = { readonly earlier: number; readonly at: number; readonly later: Event };

/** Finds the races of one execution after the other; the rest is about the last one. */
export type RaceFinder = {
  /** `common`: how many steps it has in common with the one before, whose clocks and races are known. */
  find(searched: Searched, common: number): readonly Race[];
  /** The sequence that reverses a race: what does not depend on the earlier step, to the end, then the later one. */
  reversed(race: Race): readonly Event[];
  /** Whether that sequence can begin with a thread's step, `data` null: with any data. Source: `beginsWith`. */
  begins(
    table: StepTable,
    race: Race,
    first: { readonly thread: number; readonly step: VisibleStep },
    data: Event['data'] | null,
  ): boolean;
};

/** What was done to a field: the last write, the reads since, the last write that was no release. */
type Field = { write: number; readonly readers: number[]; taken: number };
/** An execution to be searched. `enabledAt`: who could run before a step. */
export type Searched = {
  readonly taken: readonly Event[];
  readonly enabledAt: (at: number) => readonly number[];
  /** Threads that could not take their step at the end; their steps race, too (XS-3). */
  readonly waiting: readonly Event[];
};
/** What is known of the steps so far. */
type Known = {
  readonly taken: readonly Event[];
  readonly enabledAt: Searched['enabledAt'];
  /** Vector clocks, a row a step: of each thread the latest step (index + 1) that happens before. */
  readonly clocks: Int32Array;
  readonly threads: number;
  /** By the number of the field. */
  readonly fields: Field[];
  /** Of each thread; -1: none. */
  readonly lastOf: Int32Array;
};

/**
 * Finds every reversible race. Acquisitions of one lock race with each other, whatever release lies between (XS-2); a
 * wait does not race with what first let it through.
 */
export function createRaceFinder(): RaceFinder {
  let clocks = new Int32Array(0);
  let width = 0;
  let pairs: Race[] = [];
  let known: Known = { taken: [], enabledAt: () => [], clocks, threads: 0, fields: [], lastOf: clocks };
  const find: RaceFinder['find'] = ({ taken, enabledAt, waiting }, common) => {
    let threads = 0;
    for (const { thread } of taken) threads = Math.max(threads, thread + 1);
    for (const { thread } of waiting) threads = Math.max(threads, thread + 1);
    const kept = threads === width ? common : 0;
    width = threads;
    if (clocks.length < taken.length * threads) {
      const wider = new Int32Array(2 * taken.length * threads);
      wider.set(clocks.subarray(0, kept * threads));
      clocks = wider;
    }
    pairs = pairs.filter(({ at }) => at < kept);
    const lastOf = new Int32Array(threads).fill(-1);
    known = { taken, enabledAt, clocks, threads, fields: [], lastOf };
    for (let at = 0; at < taken.length; at += 1) {
      const event = taken[at] as Event;
      const { thread } = event;
      if (at >= kept) {
        for (const earlier of rivalsOf(known, event, at)) pairs.push({ earlier, at, later: event });
        clocks[at * threads + thread] = at + 1;
      }
      leave(known.fields, event.step, at);
      lastOf[thread] = at;
    }
    for (const event of waiting) {
      for (const earlier of rivalsOf(known, event, taken.length)) {
        pairs.push({ earlier, at: taken.length, later: event });
      }
    }
    return pairs;
  };
  return {
    find,
    reversed: (race) => reversal(known, race),
    begins: (table, race, first, data) => begins(known, table, race, first, data),
  };
}

function fieldOf(fields: Field[], id: number): Field {
  let field = fields[id];
  if (field === undefined) {
    while (fields.length <= id) fields.push({ write: -1, readers: [], taken: -1 });
    field = fields[id] as Field;
  }
  return field;
}

/**
 * The earlier steps that a step is in a reversible race with, in their order. Writes the clock with which it begins into
 * its row; one that only waits has none.
 */
function rivalsOf(known: Known, { thread, step }: Event, at: number): readonly number[] {
  const { taken, clocks, threads, lastOf } = known;
  const previous = lastOf[thread] as number;
  const { foreign, stands } = touchedBefore(known, thread, step);
  const rivals: number[] = [];
  for (let index = 0; index < foreign.length; index += 1) {
    const rival = stands[index] as number;
    if (rival < 0 || taken[rival]?.thread === thread || rivals.includes(rival)) continue;
    let isOrdered = previous >= 0 && (previous === rival || happensBefore(known, rival, previous));
    for (let other = 0; other < foreign.length && !isOrdered; other += 1) {
      const between = foreign[other] as number;
      isOrdered = other !== index && (between === rival || happensBefore(known, rival, between));
    }
    if (!isOrdered && isReversible(known, rival, previous, thread, step)) rivals.push(rival);
  }
  if (at < taken.length) {
    const row = at * threads;
    if (previous >= 0) clocks.copyWithin(row, previous * threads, (previous + 1) * threads);
    else clocks.fill(0, row, row + threads);
    for (const each of foreign) {
      for (let whose = 0; whose < threads; whose += 1) {
        const count = clocks[each * threads + whose] as number;
        if (count > (clocks[row + whose] as number)) clocks[row + whose] = count;
      }
    }
  }
  return rivals.length < 2 ? rivals : rivals.sort((a, b) => a - b);
}

/** Steps of others that this one comes after directly; `stands`: for a release, the acquisition that it is ordered by. */
function touchedBefore(
  { taken, fields }: Known,
  thread: number,
  step: VisibleStep,
): { readonly foreign: readonly number[]; readonly stands: readonly number[] } {
  const foreign: number[] = [];
  const stands: number[] = [];
  const meet = (each: number, standsFor: number): void => {
    if (each < 0 || taken[each]?.thread === thread) return;
    const known = foreign.indexOf(each);
    if (known < 0) {
      foreign.push(each);
      stands.push(standsFor);
    } else if (standsFor !== each) stands[known] = standsFor;
  };
  const touch = (id: number, isWrite: boolean): void => {
    const field = fieldOf(fields, id);
    const { write } = field;
    const isRelease = step.kind === 'lock' && write >= 0 && taken[write]?.step.kind === 'unlock';
    meet(write, isRelease ? field.taken : write);
    if (isWrite) for (const reader of field.readers) meet(reader, reader);
  };
  for (const id of step.reads) touch(id, step.writes.includes(id));
  for (const id of step.writes) touch(id, true);
  return { foreign, stands };
}

/** A wait that already stood there before the earlier step could not go before it while it was not let through. */
function isReversible(
  { taken, enabledAt }: Known,
  rival: number,
  previous: number,
  thread: number,
  step: VisibleStep,
): boolean {
  if (step.kind === 'lock' || previous >= rival) return true;
  return rival >= taken.length || step.kind !== 'wait' || enabledAt(rival).includes(thread);
}

/** Takes part in the fields: what comes later depends on this step. */
function leave(fields: Field[], step: VisibleStep, at: number): void {
  for (const id of step.reads) fieldOf(fields, id).readers.push(at);
  for (const id of step.writes) {
    const field = fieldOf(fields, id);
    field.write = at;
    if (field.readers.length > 0) field.readers.length = 0;
    if (step.kind !== 'unlock') field.taken = at;
  }
}

function happensBefore({ taken, clocks, threads }: Known, first: number, then: number): boolean {
  return (clocks[then * threads + (taken[first]?.thread ?? 0)] as number) > first;
}

/** What comes after the earlier step without depending on it, to the end of the execution; then the later step. */
function reversal(known: Known, { earlier, later }: Race): readonly Event[] {
  const independent: Event[] = [];
  for (let at = earlier + 1; at < known.taken.length; at += 1) {
    if (!happensBefore(known, earlier, at)) independent.push(known.taken[at] as Event);
  }
  independent.push(later);
  return independent;
}

/** The same as `beginsWith` of the sequence that reverses the race, which is not made for it: most are covered. */
function begins(
  known: Known,
  table: StepTable,
  { earlier, later }: Race,
  { thread, step }: Pick<Event, 'thread' | 'step'>,
  data: Event['data'] | null,
): boolean {
  const { taken } = known;
  for (let at = earlier + 1; at <= taken.length; at += 1) {
    if (at < taken.length && happensBefore(known, earlier, at)) continue;
    const event = at < taken.length ? (taken[at] as Event) : later;
    if (event.thread === thread) return data === null || sameData(event.data, data);
    if (table.conflict(event.step, step)) return false;
  }
  return true;
}
