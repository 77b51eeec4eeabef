import { handsOutRemoved, ignoresNumberRanges } from './defect.ts';
import { closeNumber, needKnownNumber } from './descriptor.ts';
import { descriptorNotFound, echoed, texts } from './error-text.ts';
import { fromBigint } from './integer.ts';
import type { Value } from './language/value.ts';
import type { ModelState, Outcomed, Turn } from './state.ts';
import { dropEntry, putEntry } from './table.ts';

/** A descriptor that a set holds. `removed`: remove-fd has spoken but it is not closed yet. Source: FDSET-31. */
export type Member = { readonly number: number; readonly opaque: string | null; readonly removed: boolean };

/** One fd set: members oldest first, and the numbers that opens of it produced. Source: FDSET-22, FDSET-23. */
export type Fdset = { readonly members: readonly Member[]; readonly dups: readonly number[] };

/** Highest id that `/dev/fdset/N` can name. Source: OPEN-03. */
export const openableMax = 2147483647n;

function put(turn: Turn, id: bigint, set: Fdset): void {
  putEntry(turn, 'fdsets', id, set);
}

/** Why a set of this id cannot be had, `null` if it can. Source: FDSET-16, DEF-07. */
export function setIdError(state: ModelState, id: bigint): string | null {
  if (id < 0n) return texts.negativeSet;
  return id > openableMax && !ignoresNumberRanges(state) ? texts.setTooBig : null;
}

/** Adds an open number to a set, to a fresh one of the smallest free id if `id` is null. Source: FDSET-18..21. */
export function addMember(turn: Turn, id: bigint | null, number: number, opaque: string | null): bigint {
  let into = id ?? 0n;
  if (id === null) while (turn.state.fdsets.has(into)) into += 1n;
  needKnownNumber(turn.state, number);
  const set = turn.state.fdsets.get(into) ?? { members: [], dups: [] };
  put(turn, into, { ...set, members: [...set.members, { number, opaque, removed: false }] });
  return into;
}

/** query-fdsets: sets in descending id, members oldest first, no dups. Source: FDSET-22, FDSET-23, FDSET-20. */
export function queryFdsets(state: ModelState): Value {
  const ids = [...state.fdsets.keys()].sort((one, other) => (one < other ? 1 : -1));
  return ids.map((id): Value => {
    const members = state.fdsets.get(id)?.members ?? [];
    return {
      'fdset-id': fromBigint(id),
      fds: members.map(
        ({ number, opaque }): Value => ({ fd: { $fd: number }, ...(opaque === null ? {} : { opaque }) }),
      ),
    };
  });
}

/**
 * remove-fd, whole set or one member; `fd` as it was given. Of two members with one number (a closed one came again,
 * DEF-04) it means the one added last. Source: FDSET-24..28, FDSET-31, FDSET-33; two of one number by experiment.
 */
export function removeFd(turn: Turn, id: bigint, fd: Value | undefined): Outcomed<null> {
  const set = turn.state.fdsets.get(id);
  const wanted = typeof fd === 'object' && fd !== null && '$fd' in fd ? fd.$fd : null;
  const last = set?.members.findLast(({ number }) => number === wanted);
  const hit = (member: Member): boolean => fd === undefined || member === last;
  if (set === undefined || (fd !== undefined && last === undefined)) {
    const name = fd === undefined ? `fdset-id:${id}` : `fdset-id:${id}, fd:${echoed(fd)}`;
    return { ok: false, text: descriptorNotFound(name) };
  }
  put(turn, id, {
    ...set,
    members: set.members.map((member) => (hit(member) ? { ...member, removed: true } : member)),
  });
  reapSet(turn, id);
  return { ok: true, value: null };
}

/**
 * Closes and drops what the profile's rule says, then the set if it is empty: removed members (at once, or while
 * running), and where the last monitor is gone those of sets without dups. Source: FDSET-27, FDSET-30, FDSET-35.
 */
export function reapSet(turn: Turn, id: bigint): void {
  const { fdsets, profile, machine } = turn.state;
  const set = fdsets.get(id);
  if (set === undefined) return;
  const running = machine.state === 'running';
  const removedGo = running || profile.memberRemoval === 'at-once' || !handsOutRemoved(turn.state);
  const unused = set.dups.length === 0 && !isMonitored(turn.state);
  const unusedGo =
    unused && (profile.lastMonitorGone === 'reaps' || (profile.lastMonitorGone === 'reaps-while-running' && running));
  const goes = (member: Member): boolean => unusedGo || (member.removed && removedGo);
  for (const member of set.members) if (goes(member)) closeNumber(turn, member.number);
  const members = set.members.filter((member) => !goes(member));
  if (members.length === 0 && set.dups.length === 0) dropEntry(turn, 'fdsets', id);
  else put(turn, id, { ...set, members });
}

function isMonitored(state: ModelState): boolean {
  for (const connection of state.connections.values()) if (connection.state === 'served') return true;
  return false;
}

/** After a monitor's connection ended. Source: FDSET-30 (c), FDSET-35, FDSET-36. */
export function reapAllSets(turn: Turn): void {
  for (const id of [...turn.state.fdsets.keys()].sort((one, other) => (one < other ? -1 : 1))) reapSet(turn, id);
}

/** Registers a number as a dup of the set. Source: FDSET-46. */
export function addDup(turn: Turn, id: bigint, number: number): void {
  const set = turn.state.fdsets.get(id);
  if (set !== undefined) put(turn, id, { ...set, dups: [number, ...set.dups] });
}

/** The first set in ascending id that lists the number as a dup. Source: FDSET-48. */
export function setOfDup(state: ModelState, number: number): bigint | null {
  let found: bigint | null = null;
  for (const [id, set] of state.fdsets) if (set.dups.includes(number) && (found === null || id < found)) found = id;
  return found;
}

/** Takes the number out of the set's dups; the last dup's leaving is a trigger of reaping. Source: FDSET-30 (b). */
export function removeDup(turn: Turn, id: bigint, number: number): void {
  const set = turn.state.fdsets.get(id);
  if (set === undefined) return;
  const at = set.dups.indexOf(number);
  const dups = set.dups.filter((_, index) => index !== at);
  put(turn, id, { ...set, dups });
  if (dups.length === 0) reapSet(turn, id);
}
