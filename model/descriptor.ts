import { objectBehind, release } from './description.ts';
import { ModelLimit } from './limit.ts';
import type { HostObject } from './object.ts';
import type { ModelState, Result, Turn } from './state.ts';
import { change } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** A number in QEMU's table: a description that the scenario can know, or something of QEMU's own (a connection). */
export type Descriptor =
  | { readonly kind: 'description'; readonly description: number; readonly closeOnExec: boolean }
  | { readonly kind: 'own' };

/** Lowest number given out after start-up; 0 to 2 are the standard streams, 3 to 9 inherited monitor connections, free once they have ended. */
export const dynamicMin = 10;
const inheritedMin = 3;

/** Numbers of `-add-fd` words, and the others that were there when the start was through. */
export type StartNumbers = {
  readonly members: readonly number[];
  readonly others: readonly number[];
  /** One was given out again while some of both were free. */
  readonly blurred: boolean;
};

/** The standard streams as they are unless inherited: number 0 at its end, the others of nobody's interest. */
export function standardStreams(): ReadonlyMap<number, Descriptor> {
  return new Map([0, 1, 2].map((number): [number, Descriptor] => [number, { kind: 'own' }]));
}

/** The number after this one that can be given out. */
function nextDynamic({ monitorNumbersFree }: ModelState, number: number): number {
  if (number < 2) return number + 1;
  return monitorNumbersFree.find((free) => free > number) ?? Math.max(number + 1, dynamicMin);
}

/** The inherited connection of the monitor at this place has ended: its number can be given out. Source: QMP-01, experiment. */
export function freeMonitorNumber(turn: Turn, at: number): void {
  const number = inheritedMin + at;
  if (number >= dynamicMin) throw new ModelLimit('so many inherited monitor connections');
  const numbers = [...turn.state.monitorNumbersFree, number];
  change(turn, { monitorNumbersFree: numbers.sort((one, other) => one - other) });
}

/** Lowest number that is free, `null` if the limit forbids it. Source: POSIX; DEF-04 for a free number 0. */
export function lowestFree(state: ModelState): number | null {
  return freeFrom(state, state.machine.state === 'absent' ? dynamicMin : 0);
}

function freeFrom(state: ModelState, from: number): number | null {
  let number = from;
  while (state.table.has(number)) number = nextDynamic(state, number);
  return state.descriptorsMax !== null && number >= state.descriptorsMax ? null : number;
}

/** Whether two more descriptors can be opened. */
export function hasTwoFree(state: ModelState): boolean {
  const first = lowestFree(state);
  return first !== null && freeFrom(state, nextDynamic(state, first)) !== null;
}

/** Puts the descriptor at the lowest free number; EMFILE takes nothing (the caller releases what it brought). */
export function install(turn: Turn, descriptor: Descriptor): Result<number> {
  const number = lowestFree(turn.state);
  if (number === null) return { ok: false, errno: 'EMFILE' };
  noteOrder(turn, number);
  putEntry(turn, 'table', number, descriptor);
  return { ok: true, value: number };
}

/** The start is through: what it gave out. */
export function noteStart(turn: Turn): void {
  const taken = [...turn.state.table.keys()].filter((number) => number >= dynamicMin);
  const inSets = [...turn.state.fdsets.values()].flatMap((set) => set.members.map(({ number }) => number));
  const members = taken.filter((number) => inSets.includes(number));
  const others = taken.filter((number) => !inSets.includes(number));
  if (members.length > 0 && others.length > 0) change(turn, { startNumbers: { members, others, blurred: false } });
}

/**
 * A start holds a number for a while where the kernel has io_uring, and gives it back once the members of `-add-fd` have
 * theirs: whether what comes then is above or below them is the machine's. Source: experiment.
 */
function noteOrder(turn: Turn, number: number): void {
  const { startNumbers, table } = turn.state;
  if (startNumbers === null || startNumbers.blurred || !isOfStart(startNumbers, number)) return;
  const { members, others } = startNumbers;
  const blurred = [members, others].every((each) => each.some((other) => !table.has(other)));
  if (blurred) change(turn, { startNumbers: { members, others, blurred } });
}

function isOfStart({ members, others }: StartNumbers, number: number): boolean {
  return members.includes(number) || others.includes(number);
}

/** A number is told; ModelLimit where it is one of the start's, and which is not known. */
export function needKnownNumber({ startNumbers }: ModelState, number: number): void {
  if (startNumbers?.blurred === true && isOfStart(startNumbers, number))
    throw new ModelLimit('which of the numbers that the start gave out is the lowest');
}

/** The description behind a number, `null` if there is no number, or it is closed or QEMU's own. */
export function descriptionAt(state: ModelState, number: number | null): number | null {
  const descriptor = number === null ? undefined : state.table.get(number);
  return descriptor?.kind === 'description' ? descriptor.description : null;
}

/** The object that a number leads to, `null` if there is no number, or it is closed or QEMU's own. */
export function objectAt(state: ModelState, number: number | null): HostObject | null {
  const description = descriptionAt(state, number);
  return description === null ? null : objectBehind(state, description);
}

/** close(2) on QEMU's number: EBADF when it is not open. */
export function closeNumber(turn: Turn, number: number): Result<null> {
  const descriptor = turn.state.table.get(number);
  if (descriptor === undefined) return { ok: false, errno: 'EBADF' };
  dropEntry(turn, 'table', number);
  if (descriptor.kind === 'description') release(turn, descriptor.description);
  return { ok: true, value: null };
}

/** Sets the limit so that exactly `free` more numbers can be given out, or lifts it. */
export function limitDescriptors(turn: Turn, free: number | null): void {
  if (free === null) {
    change(turn, { descriptorsMax: null });
    return;
  }
  if (![0, 1, 2].every((each) => turn.state.table.has(each)))
    throw new ModelLimit('a limit while a standard stream is closed'); // what holds numbers back meanwhile is a stream, too
  if (leavesGaps(turn.state))
    throw new ModelLimit('a limit among the numbers that the notifiers of a driver have left');
  let left = free;
  let number = 0;
  for (; left > 0 || turn.state.table.has(number); number = nextDynamic(turn.state, number))
    if (!turn.state.table.has(number)) left -= 1;
  change(turn, { descriptorsMax: number });
}

/**
 * Whether the notifiers of a driver that was reset, or stopped with the machine, have left numbers below some that were given
 * since: those come back to nobody under a limit. Source: experiment (a passed descriptor that is closed under one).
 */
function leavesGaps({ machine, controllers, table }: ModelState): boolean {
  const driven = [...controllers.values()].filter(({ startedAmong }) => startedAmong !== null);
  const left = driven.filter(({ driver }) => driver === 'none' || machine.state !== 'running');
  if (left.length === 0) return false;
  return driven.length > 1 || [...table].some(([number, each]) => left[0]?.startedAmong?.get(number) !== each);
}
