import { completed } from '../../host/completed.ts';
import type { Errno, Result } from '../../host/result.ts';
import type { OpenFlag, StatusFlag } from '../../host/status-flags.ts';
import type { Task } from '../../runtime/task.ts';
import { errnoText } from '../errno-text.ts';
import { openErrors } from '../error-text.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { type Fdset, type Member, registerDup, setOfDup, unregisterDup } from './fdset.ts';

/**
 * Access mode and flags of one open, without close-on-exec, which is always set (OPEN-17). `cutsLater`: whoever opens it
 * does by himself what `truncate` asks for, when it is time (ENG-15).
 */
export type OpenRequest = {
  readonly access: 'r' | 'w' | 'rw';
  readonly flags: readonly OpenFlag[];
  readonly cutsLater?: boolean;
};
/** `text` is what an open that reports for itself says; callers of the older kind say their own by `errno`. */
export type Opened =
  | { readonly ok: true; readonly fd: number }
  | { readonly ok: false; readonly errno: Errno; readonly text: string };

const prefix = '/dev/fdset/';
const int32Max = 2147483647;

/** Linux x86-64 values of the flags, as the error texts show them in hexadecimal. */
const flagValues: Partial<Record<OpenFlag, number>> = {
  create: 0x40,
  exclusive: 0x80,
  truncate: 0x200,
  append: 0x400,
  nonblock: 0x800,
  direct: 0x4000,
};

function flagBits(request: OpenRequest): number {
  let bits = request.access === 'r' ? 0 : request.access === 'w' ? 1 : 2;
  for (const flag of request.flags) bits |= flagValues[flag] ?? 0;
  return bits;
}

/** The set number behind the prefix, or null when it is none. Source: OPEN-02, OPEN-03. */
function setNumber(text: string): number | null {
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text)) return null;
  const value = Number(text.trim());
  return value >= 0 && value <= int32Max ? Math.abs(value) : null;
}

/** Whether another user of an open file description may disturb a chardev through it. Source: DEF-03. */
export function sharingBites(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-03');
}

/** Whether a FIFO without its other end, or a log pipe that is full, stops the whole process. Source: DEF-08. */
export function waitsForOthers(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-08');
}

type SetFailure = { readonly ok: false; readonly errno: Errno; readonly text: string };

function refused(machine: Machine, path: string, request: OpenRequest, errno: Errno, text: string): SetFailure {
  if (machine.profile.wording === '10.0') return { ok: false, errno, text };
  return { ok: false, errno, text: openErrors.couldNotDup(path, flagBits(request), errnoText(errno)) };
}

/** The newest member whose flags fit. Source: OPEN-05..OPEN-09. */
function match(
  machine: Machine,
  set: Fdset,
  request: OpenRequest,
): { readonly member: Member; readonly flags: readonly StatusFlag[] } | { readonly errno: Errno; readonly fd: number } {
  const direct = request.flags.includes('direct');
  for (let at = set.members.length - 1; at >= 0; at -= 1) {
    const member = set.members[at];
    if (member === undefined) continue;
    const status = machine.process.getStatusFlags(member.fd);
    if (!status.ok) return { errno: status.errno, fd: member.fd };
    const { access, flags } = status.value;
    if (access !== request.access) continue;
    if (machine.profile.openMatch === 'access-mode-and-direct' && flags.includes('direct') !== direct) continue;
    return { member, flags };
  }
  return { errno: 'EACCES', fd: -1 };
}

/** Duplicates a member and makes the copy fit the request; closes the copy if it does not. Source: OPEN-10..OPEN-12. */
function duplicate(
  machine: Machine,
  member: Member,
  found: readonly StatusFlag[],
  request: OpenRequest,
): Result<number> {
  const { process } = machine;
  const copy = process.dup(member.fd, { closeOnExec: true });
  if (!copy.ok) return copy;
  const giveUp = (errno: Errno): Result<number> => {
    if (!sharingBites(machine)) process.setStatusFlags(copy.value, found);
    process.close(copy.value);
    return { ok: false, errno, sleep: null };
  };
  if (found.includes('sync') || found.includes('dsync')) return giveUp('EINVAL');
  const set = process.setStatusFlags(copy.value, request.flags);
  if (!set.ok) return giveUp(set.errno);
  const truncates =
    request.flags.includes('truncate') || (request.flags.includes('create') && request.flags.includes('exclusive'));
  const cut = truncates ? cutMember(machine, copy.value, request) : null;
  return cut === null || cut.ok ? copy : giveUp(cut.errno);
}

/** Cuts it, or sees whether it can be cut later. */
function cutMember({ process }: Machine, fd: number, { cutsLater }: OpenRequest): Result<void> {
  if (cutsLater !== true) return process.ftruncate(fd, 0);
  const stat = process.fstat(fd);
  return stat.ok && stat.value.kind !== 'regular'
    ? { ok: false, errno: 'EINVAL', sleep: null }
    : { ok: true, value: undefined };
}

function openMember(machine: Machine, path: string, request: OpenRequest): Opened {
  const id = setNumber(path.slice(prefix.length));
  if (id === null) return { ok: false, errno: 'EINVAL', text: openErrors.badSetNumber(path) };
  const set = machine.fdsets.find((each) => each.id === BigInt(id));
  if (set === undefined) return refused(machine, path, request, 'ENOENT', openErrors.setNotFound(id));
  const found = match(machine, set, request);
  if ('errno' in found) {
    const text = found.fd < 0 ? openErrors.noMatch(flagBits(request)) : openErrors.flagsUnreadable(found.fd);
    return refused(machine, path, request, found.errno, text);
  }
  const copy = duplicate(machine, found.member, found.flags, request);
  if (!copy.ok) return refused(machine, path, request, copy.errno, openErrors.dupFailed(found.member.fd));
  registerDup(set, copy.value);
  return { ok: true, fd: copy.value };
}

/** open(2) of a plain path. A FIFO may hold it up, with DEF-08; without, it opens non-blocking and then clears that. */
function* openPath(machine: Machine, path: string, request: OpenRequest): Task<Opened> {
  const { process } = machine;
  const patient = waitsForOthers(machine) || request.flags.includes('nonblock');
  const asked = request.cutsLater === true ? request.flags.filter((flag) => flag !== 'truncate') : request.flags;
  const flags: readonly OpenFlag[] = patient ? asked : [...asked, 'nonblock'];
  const result = process.open(path, { access: request.access, flags: [...flags, 'close-on-exec'] });
  const opened = result.ok ? result : yield* completed(result, path);
  if (opened.ok) {
    if (!patient) process.setStatusFlags(opened.value, request.flags);
    return { ok: true, fd: opened.value };
  }
  if (opened.errno === 'EINVAL' && request.flags.includes('direct')) {
    return { ok: false, errno: opened.errno, text: openErrors.noDirect(path) };
  }
  const say = request.flags.includes('create') ? openErrors.couldNotCreate : openErrors.couldNotOpen;
  return { ok: false, errno: opened.errno, text: say(path, errnoText(opened.errno)) };
}

/**
 * Opens a path, or a duplicate of a member for `/dev/fdset/N`. The result has close-on-exec set and must be given back
 * to `qemuClose`. Source: OPEN-01..OPEN-14, OPEN-17; util/osdep.c qemu_open_internal.
 */
export function* qemuOpen(machine: Machine, path: string, request: OpenRequest): Task<Opened> {
  if (path.startsWith(prefix)) return openMember(machine, path, request);
  return yield* openPath(machine, path, request);
}

/** Closes what `qemuOpen` gave, in the profile's order; what is unregistered after is so if it could be closed. Source: OPEN-15, FDSET-48. */
export function qemuClose(machine: Machine, fd: number): void {
  const set = setOfDup(machine, fd);
  const isLast = machine.profile.closeOrder === 'close-then-unregister';
  const closed = !isLast || machine.process.close(fd).ok;
  if (set !== undefined && closed) unregisterDup(machine, set, fd);
  if (!isLast) machine.process.close(fd);
}

/** How a logfile and a parallel device are closed: with DEF-01 the set is not told. Source: FDSET-47. */
export function closeUntold(machine: Machine, fd: number): void {
  if (hasQuirk(machine, 'DEF-01')) machine.process.close(fd);
  else qemuClose(machine, fd);
}

/** unlink(2), which leaves fd sets alone whatever the number says. Source: OPEN-16. */
export function qemuUnlink(machine: Machine, path: string): Result<void> {
  return path.startsWith(prefix) ? { ok: true, value: undefined } : machine.process.unlink(path);
}
