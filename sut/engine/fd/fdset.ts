import { descriptorErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';

/** A descriptor that a set holds. `removed`: remove-fd named it, but it could not be closed yet (FDSET-31). */
export type Member = { readonly fd: number; readonly opaque: string | null; removed: boolean };
/** `members` oldest first; `dups` are the numbers that opens of the set gave out and nobody unregistered. */
export type Fdset = { readonly id: bigint; members: Member[]; dups: number[] };

const int32Max = 2n ** 31n - 1n;

/** Whether remove-fd closes a member whatever the run state (FDSET-27), as every system without DEF-06 does. */
function closesAtOnce(machine: Machine): boolean {
  return machine.profile.memberRemoval === 'at-once' || !hasQuirk(machine, 'DEF-06');
}

/** Whether numbers beyond 32 bits are taken without a look. One place for add-fd and -add-fd. Source: DEF-07. */
export function takesWideNumbers(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-07');
}

/** Whether members of a set without dups go when no monitor is connected. Source: FDSET-30, 35, 36. */
function idleMembersGo(machine: Machine): boolean {
  if (machine.monitorsConnected > 0) return false;
  switch (machine.profile.lastMonitorGone) {
    case 'keeps-members':
      return false;
    case 'reaps-while-running':
      return machine.runState === 'running';
    case 'reaps':
      return true;
  }
}

/** Closes what the rules let go of one set, and drops the set when nothing is left. Source: FDSET-30, FDSET-33. */
function reap(machine: Machine, set: Fdset): void {
  const removedGo = closesAtOnce(machine) || machine.runState === 'running';
  const idleGo = set.dups.length === 0 && idleMembersGo(machine);
  const gone = set.members.filter((member) => (member.removed && removedGo) || idleGo);
  if (gone.length > 0) set.members = set.members.filter((member) => !gone.includes(member));
  for (const member of gone) machine.process.close(member.fd);
  if (set.members.length === 0 && set.dups.length === 0) {
    machine.fdsets = machine.fdsets.filter((each) => each !== set);
  }
}

function findSet(machine: Machine, id: bigint): Fdset | undefined {
  return machine.fdsets.find((set) => set.id === id);
}

function firstFreeId(machine: Machine): bigint {
  let id = 0n;
  for (const set of machine.fdsets) {
    if (set.id !== id) break;
    id += 1n;
  }
  return id;
}

/**
 * Puts an open descriptor into a set (a new one with the first free id when `id` is null). On a refusal the descriptor
 * stays open and is the caller's. Source: FDSET-13..21, monitor_fdset_add_fd.
 */
export function addMember(machine: Machine, fd: number, id: bigint | null, opaque: string | null): Attempt<Fdset> {
  if (id !== null && id < 0n) return failure(descriptorErrors.negativeSetId);
  if (id !== null && id > int32Max && !takesWideNumbers(machine)) return failure(descriptorErrors.setIdTooLarge);
  const wanted = id ?? firstFreeId(machine);
  let set = findSet(machine, wanted);
  if (set === undefined) {
    set = { id: wanted, members: [], dups: [] };
    const at = machine.fdsets.findIndex((each) => each.id > wanted);
    machine.fdsets = at < 0 ? [...machine.fdsets, set] : machine.fdsets.toSpliced(at, 0, set);
  }
  set.members = [...set.members, { fd, opaque, removed: false }];
  return success(set);
}

/**
 * remove-fd: one member, or all of the set. Where a number came twice (something else closed it in between), the younger
 * member is found first. Source: FDSET-24..31, qmp_remove_fd.
 */
export function removeMembers(machine: Machine, id: bigint, fd: bigint | null): Attempt<void> {
  const set = findSet(machine, id);
  const youngestFirst = set?.members.toReversed() ?? [];
  const named = fd === null ? youngestFirst : youngestFirst.filter((member) => BigInt(member.fd) === fd).slice(0, 1);
  if (set === undefined || (fd !== null && named.length === 0)) {
    return failure(fd === null ? descriptorErrors.setNotFound(id) : descriptorErrors.memberNotFound(id, fd));
  }
  for (const member of named) member.removed = true;
  reap(machine, set);
  return success(undefined);
}

/** A dup was handed out. */
export function registerDup(set: Fdset, fd: number): void {
  set.dups = [...set.dups, fd];
}

/** The first set, by ascending id, that has this number among its dups. Source: FDSET-48. */
export function setOfDup(machine: Machine, fd: number): Fdset | undefined {
  return machine.fdsets.find((set) => set.dups.includes(fd));
}

/** Strikes the number from that set; the last dup's leaving reaps. Source: OPEN-15, FDSET-30(b). */
export function unregisterDup(machine: Machine, set: Fdset, fd: number): void {
  const at = set.dups.indexOf(fd);
  if (at < 0 || machine.planted === 'dup stays counted') return;
  set.dups = set.dups.toSpliced(at, 1);
  if (set.dups.length === 0) reap(machine, set);
}

/** A monitor was disconnected (and is no longer counted): every set is looked at. Source: FDSET-30(c), 35, 36. */
export function monitorGone(machine: Machine): void {
  for (const set of machine.fdsets) reap(machine, set);
}
