import type { StepTable, VisibleStep } from './visible-step.ts';
import { type Event, sameData } from './wakeup-tree.ts';

/** Step `earlier` of the execution could have come after `later`, which no step between them orders. `at`: where that stands. */
export type Race = {
  readonly earlier: number;
  readonly at: number;
  readonly later: Event;
  /**
   * Written by who found its reversal covered: the step that told, up to which all was looked at. Null again once that
   * step is another one.
   */
  coveredAt: number | null;
};

/** Finds the races of one execution after the other; the rest is about the last one. */
export type RaceFinder = {
  /** `common`: how many steps it has in common with the one before, whose clocks and races are known. */
  find(searched: Searched, common: number): readonly Race[];
  /** The sequence that reverses a race: what does not depend on the earlier step, to the end, then the later one. */
  reversed(race: Race): readonly Event[];
  /**
   * Where that sequence has a thread's step, if it can begin with that; -1 if not. `data` null: with any data; past the
   * end: where it has no such step, or it is the later one. Source: `beginsWith`.
   */
  begins(
    table: StepTable,
    race: Race,
    first: { readonly thread: number; readonly step: VisibleStep },
    data: Event['data'] | null,
  ): number;
};

/** What was done to a field, step by step: written, read, written other than by a release. */
type Field = { readonly writes: number[]; readonly reads: number[]; readonly takes: number[] };
/** An execution to be searched. `enabledAt`: who could run before a step. */
export type Searched = {
  readonly taken: readonly Event[];
  readonly enabledAt: (at: number) => readonly number[];
  /** Threads that could not take their step at the end; their steps race, too (XS-3). */
  readonly waiting: readonly Event[];
};
/** What is known of the steps so far. */
type Known = {
  taken: readonly Event[];
  enabledAt: Searched['enabledAt'];
  /** Vector clocks, a row a step: of each thread the latest step (index + 1) that happens before. */
  clocks: Int32Array;
  threads: number;
  /** By the number of the field. */
  readonly fields: Field[];
  /** Of each thread; -1: none. */
  lastOf: Int32Array;
  /** Steps of others that the step looked at comes after directly; for a release, the acquisition that it is ordered by. */
  readonly foreign: number[];
  readonly stands: number[];
  /** How many they are: lists that are emptied get their memory anew. */
  foreignCount: number;
};

/**
 * Finds every reversible race. Acquisitions of one lock race with each other, whatever release lies between (XS-2); a
 * wait does not race with what first let it through.
 */
export function createRaceFinder(): RaceFinder {
  /** In the order of `at`. */
  const pairs: Race[] = [];
  const empty = new Int32Array(0);
  const known: Known = {
    taken: [],
    enabledAt: () => [],
    clocks: empty,
    threads: 0,
    fields: [],
    lastOf: empty,
    foreign: [],
    stands: [],
    foreignCount: 0,
  };
  const find: RaceFinder['find'] = ({ taken, enabledAt, waiting }, common) => {
    const kept = begin(known, taken, waiting, common);
    known.taken = taken;
    known.enabledAt = enabledAt;
    const { clocks, threads, lastOf } = known;
    while (pairs.length > 0 && (pairs[pairs.length - 1] as Race).at >= kept) pairs.pop();
    for (let at = kept; at < taken.length; at += 1) {
      const event = taken[at] as Event;
      const { thread, step } = event;
      for (const earlier of rivalsOf(known, event, at)) pairs.push({ earlier, at, later: event, coveredAt: null });
      clocks[at * threads + thread] = at + 1;
      leave(known.fields, step, at);
      lastOf[thread] = at;
    }
    for (const event of waiting) {
      for (const earlier of rivalsOf(known, event, taken.length)) {
        pairs.push({ earlier, at: taken.length, later: event, coveredAt: null });
      }
    }
    for (const race of pairs) if (race.coveredAt !== null && race.coveredAt >= kept) race.coveredAt = null;
    return pairs;
  };
  return {
    find,
    reversed: (race) => reversal(known, race),
    begins: (table, race, first, data) => begins(known, table, race, first, data),
  };
}

/** Forgets what the next execution does not have in common, and says how many steps stay. */
function begin(known: Known, taken: readonly Event[], waiting: readonly Event[], common: number): number {
  let threads = 0;
  for (const { thread } of taken) threads = Math.max(threads, thread + 1);
  for (const { thread } of waiting) threads = Math.max(threads, thread + 1);
  const kept = threads === known.threads ? common : 0;
  if (known.clocks.length < taken.length * threads) {
    const wider = new Int32Array(2 * taken.length * threads);
    wider.set(known.clocks.subarray(0, kept * threads));
    known.clocks = wider;
  }
  if (known.lastOf.length !== threads) known.lastOf = new Int32Array(threads);
  known.threads = threads;
  const { fields, lastOf } = known;
  for (const { writes, reads, takes } of fields) {
    cut(writes, kept);
    cut(reads, kept);
    cut(takes, kept);
  }
  lastOf.fill(-1);
  for (let at = 0; at < kept; at += 1) lastOf[(taken[at] as Event).thread] = at;
  return kept;
}

/** Of a list that rises: what is below. */
function cut(list: number[], below: number): void {
  while (list.length > 0 && (list[list.length - 1] as number) >= below) list.pop();
}

function fieldOf(fields: Field[], id: number): Field {
  while (fields.length <= id) fields.push({ writes: [], reads: [], takes: [] });
  return fields[id] as Field;
}

function last(list: readonly number[]): number {
  return list.length === 0 ? -1 : (list[list.length - 1] as number);
}

const none: readonly number[] = [];

/**
 * The earlier steps that a step is in a reversible race with, in their order. Writes the clock with which it begins into
 * its row; one that only waits has none.
 */
function rivalsOf(known: Known, { thread, step }: Event, at: number): readonly number[] {
  const { taken, lastOf, foreign, stands } = known;
  const previous = lastOf[thread] as number;
  comeAfter(known, thread, step);
  const { foreignCount } = known;
  if (at < taken.length) beginClock(known, previous, at);
  let rivals = none;
  for (let index = 0; index < foreignCount; index += 1) {
    const rival = stands[index] as number;
    if (rival < 0 || taken[rival]?.thread === thread || rivals.includes(rival)) continue;
    let isOrdered = previous >= 0 && (previous === rival || happensBefore(known, rival, previous));
    for (let other = 0; other < foreignCount && !isOrdered; other += 1) {
      const between = foreign[other] as number;
      isOrdered = other !== index && (between === rival || happensBefore(known, rival, between));
    }
    if (isOrdered || !isReversible(known, rival, previous, thread, step)) continue;
    rivals = rivals.length === 0 ? [rival] : [...rivals, rival].sort((a, b) => a - b);
  }
  return rivals;
}

/** After the thread's step before and all that this one comes after directly. */
function beginClock({ clocks, threads, foreign, foreignCount }: Known, previous: number, at: number): void {
  const row = at * threads;
  for (let whose = 0; whose < threads; whose += 1) {
    let latest = previous >= 0 ? (clocks[previous * threads + whose] as number) : 0;
    for (let index = 0; index < foreignCount; index += 1) {
      const count = clocks[(foreign[index] as number) * threads + whose] as number;
      if (count > latest) latest = count;
    }
    clocks[row + whose] = latest;
  }
}

/** Fills `foreign` and `stands`. */
function comeAfter(known: Known, thread: number, step: VisibleStep): void {
  known.foreignCount = 0;
  for (const id of step.reads) touch(known, thread, step, id, step.writes.includes(id));
  for (const id of step.writes) touch(known, thread, step, id, true);
}

function touch(known: Known, thread: number, { kind }: VisibleStep, id: number, isWrite: boolean): void {
  const { writes, reads, takes } = fieldOf(known.fields, id);
  const write = last(writes);
  const isRelease = kind === 'lock' && write >= 0 && known.taken[write]?.step.kind === 'unlock';
  meet(known, thread, write, isRelease ? last(takes) : write);
  if (!isWrite) return;
  for (let at = reads.length - 1; at >= 0 && (reads[at] as number) > write; at -= 1) {
    meet(known, thread, reads[at] as number, reads[at] as number);
  }
}

function meet(known: Known, thread: number, step: number, standsFor: number): void {
  if (step < 0 || known.taken[step]?.thread === thread) return;
  const { foreign, stands, foreignCount } = known;
  for (let place = 0; place < foreignCount; place += 1) {
    if (foreign[place] !== step) continue;
    if (standsFor !== step) stands[place] = standsFor;
    return;
  }
  foreign[foreignCount] = step;
  stands[foreignCount] = standsFor;
  known.foreignCount = foreignCount + 1;
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
  for (const id of step.reads) fieldOf(fields, id).reads.push(at);
  for (const id of step.writes) {
    const { writes, takes } = fieldOf(fields, id);
    writes.push(at);
    if (step.kind !== 'unlock') takes.push(at);
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
): number {
  const { taken, clocks, threads } = known;
  const whose = taken[earlier]?.thread ?? 0;
  for (let at = earlier + 1; at <= taken.length; at += 1) {
    if (at < taken.length && (clocks[at * threads + whose] as number) > earlier) continue; // it happens before
    const event = at < taken.length ? (taken[at] as Event) : later;
    if (event.thread === thread) return data === null || sameData(event.data, data) ? at : -1;
    if (table.conflict(event.step, step)) return -1;
  }
  return taken.length;
}
