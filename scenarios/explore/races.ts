import type { VisibleStep } from './visible-step.ts';
import type { Event } from './wakeup-tree.ts';

/** What was known before each step of an execution: who could run, and since when a thread had stood at its step. */
export type Moment = Event & { readonly enabled: readonly number[] };

/** Step `earlier` of the execution could have come after `later`, which no step between them orders. */
export type Race = {
  readonly earlier: number;
  readonly reversed: readonly Event[];
};

/** What was done to a field: the last write, the reads since, the last write that was no release. */
type Field = { write: number; readonly readers: number[]; taken: number };
/** What is known of the steps so far. */
type Known = {
  readonly moments: readonly Moment[];
  /** Vector clocks, a row a step: of each thread the latest step (index + 1) that happens before. */
  readonly clocks: Int32Array;
  readonly threads: number;
  /** By the number of the field. */
  readonly fields: Field[];
  /** Of each thread; -1: none. */
  readonly lastOf: Int32Array;
};

/**
 * Every reversible race of an execution, with the sequence that reverses it: what does not depend on the earlier step,
 * then the later one. `waiting`: threads that could not take their step at the end; their steps race, too (XS-3).
 * Acquisitions of one lock race with each other, whatever release lies between (XS-2); a wait does not race with what
 * first let it through.
 */
export function racesOf(moments: readonly Moment[], waiting: readonly Event[]): readonly Race[] {
  let threads = 0;
  for (const { thread } of moments) threads = Math.max(threads, thread + 1);
  for (const { thread } of waiting) threads = Math.max(threads, thread + 1);
  const clocks = new Int32Array(moments.length * threads);
  const known: Known = {
    moments,
    clocks,
    threads,
    fields: [],
    lastOf: new Int32Array(threads).fill(-1),
  };
  const pairs: { readonly earlier: number; readonly later: Event }[] = [];
  const take = (event: Event, at: number): void => {
    for (const earlier of rivalsOf(known, event, at)) pairs.push({ earlier, later: event });
  };
  for (let at = 0; at < moments.length; at += 1) {
    const moment = moments[at] as Moment;
    take(moment, at);
    clocks[at * threads + moment.thread] = at + 1;
    leave(known.fields, moment.step, at);
    known.lastOf[moment.thread] = at;
  }
  for (const event of waiting) take(event, moments.length);
  return pairs.map(({ earlier, later }) => ({ earlier, reversed: reversal(known, earlier, later) }));
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
  const { moments, clocks, threads, lastOf } = known;
  const previous = lastOf[thread] as number;
  const { foreign, stands } = touchedBefore(known, thread, step);
  const rivals: number[] = [];
  for (let index = 0; index < foreign.length; index += 1) {
    const rival = stands[index] as number;
    if (rival < 0 || moments[rival]?.thread === thread || rivals.includes(rival)) continue;
    let isOrdered = previous >= 0 && (previous === rival || happensBefore(known, rival, previous));
    for (let other = 0; other < foreign.length && !isOrdered; other += 1) {
      const between = foreign[other] as number;
      isOrdered = other !== index && (between === rival || happensBefore(known, rival, between));
    }
    if (!isOrdered && isReversible(moments, rival, previous, thread, step)) rivals.push(rival);
  }
  if (at < moments.length) {
    const row = at * threads;
    if (previous >= 0) clocks.copyWithin(row, previous * threads, (previous + 1) * threads);
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
  { moments, fields }: Known,
  thread: number,
  step: VisibleStep,
): { readonly foreign: readonly number[]; readonly stands: readonly number[] } {
  const foreign: number[] = [];
  const stands: number[] = [];
  const meet = (each: number, standsFor: number): void => {
    if (each < 0 || moments[each]?.thread === thread) return;
    const known = foreign.indexOf(each);
    if (known < 0) {
      foreign.push(each);
      stands.push(standsFor);
    } else if (standsFor !== each) stands[known] = standsFor;
  };
  const touch = (id: number, isWrite: boolean): void => {
    const field = fieldOf(fields, id);
    const { write } = field;
    const isRelease = step.kind === 'lock' && write >= 0 && moments[write]?.step.kind === 'unlock';
    meet(write, isRelease ? field.taken : write);
    if (isWrite) for (const reader of field.readers) meet(reader, reader);
  };
  for (const id of step.reads) touch(id, step.writes.includes(id));
  for (const id of step.writes) touch(id, true);
  return { foreign, stands };
}

/** A wait that already stood there before the earlier step could not go before it while it was not let through. */
function isReversible(
  moments: readonly Moment[],
  rival: number,
  previous: number,
  thread: number,
  step: VisibleStep,
): boolean {
  if (step.kind === 'lock' || previous >= rival) return true;
  const before = moments[rival];
  return before === undefined || step.kind !== 'wait' || before.enabled.includes(thread);
}

/** Takes part in the fields: what comes later depends on this step. */
function leave(fields: Field[], step: VisibleStep, at: number): void {
  for (const id of step.reads) fieldOf(fields, id).readers.push(at);
  for (const id of step.writes) {
    const field = fieldOf(fields, id);
    field.write = at;
    field.readers.length = 0;
    if (step.kind !== 'unlock') field.taken = at;
  }
}

function happensBefore({ moments, clocks, threads }: Known, first: number, then: number): boolean {
  return (clocks[then * threads + (moments[first]?.thread ?? 0)] as number) > first;
}

/** What comes after the earlier step without depending on it, to the end of the execution; then the later step. */
function reversal(known: Known, earlier: number, later: Event): readonly Event[] {
  const independent: Event[] = [];
  for (let at = earlier + 1; at < known.moments.length; at += 1) {
    if (!happensBefore(known, earlier, at)) independent.push(known.moments[at] as Moment);
  }
  independent.push(later);
  return independent;
}
