import type { VisibleStep } from './visible-step.ts';
import type { Event } from './wakeup-tree.ts';

/** What was known before each step of an execution: who could run, and since when a thread had stood at its step. */
export type Moment = Event & { readonly enabled: readonly number[] };

/** Step `earlier` of the execution could have come after `later`, which no step between them orders. */
export type Race = { readonly earlier: number; readonly reversed: readonly Event[] };

/** Latest step (index + 1) of each thread that happens before, by thread. */
type VectorClock = Map<number, number>;
type Field = { write: number; readonly readers: number[]; taken: number };

/**
 * Every reversible race of an execution, with the sequence that reverses it: what does not depend on the earlier step,
 * then the later one. `waiting`: threads that could not take their step at the end; their steps race, too (XS-3).
 * Acquisitions of one lock race with each other, whatever release lies between (XS-2); a wait does not race with what
 * first let it through.
 */
export function racesOf(moments: readonly Moment[], waiting: readonly Event[]): readonly Race[] {
  const clocks: VectorClock[] = [];
  const fields = new Map<number, Field>();
  const lastOf = new Map<number, number>();
  const pairs: { readonly earlier: number; readonly later: Event }[] = [];
  for (const [at, moment] of moments.entries()) {
    const { clock, rivals } = arrive(moments, clocks, fields, lastOf, moment);
    for (const earlier of rivals) pairs.push({ earlier, later: moment });
    clock.set(moment.thread, at + 1);
    clocks.push(clock);
    leave(fields, moment.step, at);
    lastOf.set(moment.thread, at);
  }
  for (const event of waiting) {
    const { rivals } = arrive(moments, clocks, fields, lastOf, event);
    for (const earlier of rivals) pairs.push({ earlier, later: event });
  }
  return pairs.map(({ earlier, later }) => ({ earlier, reversed: reversal(moments, clocks, earlier, later) }));
}

function fieldOf(fields: Map<number, Field>, id: number): Field {
  const found = fields.get(id) ?? { write: -1, readers: [], taken: -1 };
  fields.set(id, found);
  return found;
}

/** The clock with which a step begins, and the earlier steps it is in a reversible race with. */
function arrive(
  moments: readonly Moment[],
  clocks: readonly VectorClock[],
  fields: Map<number, Field>,
  lastOf: ReadonlyMap<number, number>,
  { thread, step }: Event,
): { readonly clock: VectorClock; readonly rivals: readonly number[] } {
  const previous = lastOf.get(thread) ?? -1;
  const direct = new Set<number>();
  /** Acquisitions that stand for the releases which are ordered before this one. */
  const acquired = new Map<number, number>();
  for (const id of [...step.reads, ...step.writes]) {
    const field = fieldOf(fields, id);
    if (field.write >= 0) direct.add(field.write);
    if (step.writes.includes(id)) for (const reader of field.readers) direct.add(reader);
    if (step.kind === 'lock' && field.write >= 0 && moments[field.write]?.step.kind === 'unlock') {
      acquired.set(field.write, field.taken);
    }
  }
  const foreign = [...direct].filter((each) => each >= 0 && moments[each]?.thread !== thread);
  const rivals = new Set<number>();
  for (const each of foreign) {
    const others = [previous, ...foreign.filter((other) => other !== each)].filter((other) => other >= 0);
    const rival = acquired.get(each) ?? each;
    if (rival < 0 || moments[rival]?.thread === thread) continue;
    const isOrdered = others.some((other) => other === rival || happensBefore(moments, clocks, rival, other));
    if (!isOrdered && isReversible(moments, rival, previous, thread, step)) rivals.add(rival);
  }
  const clock: VectorClock = new Map(previous >= 0 ? clocks[previous] : []);
  for (const each of foreign)
    for (const [whose, count] of clocks[each] ?? []) clock.set(whose, Math.max(count, clock.get(whose) ?? 0));
  return { clock, rivals: [...rivals].sort((a, b) => a - b) };
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
function leave(fields: Map<number, Field>, step: VisibleStep, at: number): void {
  for (const id of step.reads) fieldOf(fields, id).readers.push(at);
  for (const id of step.writes) {
    const field = fieldOf(fields, id);
    field.write = at;
    field.readers.length = 0;
    if (step.kind !== 'unlock') field.taken = at;
  }
}

function happensBefore(
  moments: readonly Moment[],
  clocks: readonly VectorClock[],
  first: number,
  then: number,
): boolean {
  return (clocks[then]?.get(moments[first]?.thread ?? -1) ?? 0) > first;
}

/** What comes after the earlier step without depending on it, to the end of the execution; then the later step. */
function reversal(
  moments: readonly Moment[],
  clocks: readonly VectorClock[],
  earlier: number,
  later: Event,
): readonly Event[] {
  const independent = moments
    .slice(earlier + 1)
    .filter((_, at) => !happensBefore(moments, clocks, earlier, earlier + 1 + at));
  return [...independent, later];
}
