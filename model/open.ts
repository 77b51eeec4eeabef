import { forgetsToUnregister, trustsSharedFlags, waitsForOthers } from './defect.ts';
import { descriptionOf, objectOf, putObject, release, retain, setNonblock, setStatusFlags } from './description.ts';
import { closeNumber, descriptionAt, install, lowestFree } from './descriptor.ts';
import { couldNotOpen, marked, strerror } from './error-text.ts';
import { takeFault } from './fault.ts';
import { addDup, openableMax, removeDup, setOfDup } from './fdset.ts';
import type { AccessMode, StatusFlag } from './language/action.ts';
import { ModelLimit } from './limit.ts';
import { takesDirect } from './object.ts';
import { nameOfPath, openPath, sleeps } from './path.ts';
import type { Result, Turn } from './state.ts';
import { putEntry } from './table.ts';

/** How QEMU opens a file, apart from the path. Source: "Flags by user" under OPEN-20. */
export type Opening = {
  readonly access: AccessMode;
  readonly flags: readonly StatusFlag[];
  readonly create: boolean;
  readonly truncate: boolean;
  /** What can be cut is found out, and cut by somebody else, later. Source: ENG-15. */
  readonly staysWhole?: boolean;
};

/** Which step of an open failed, for the wordings that tell it. */
type FailedStep =
  | { readonly step: 'parse' | 'find-set' | 'match' | 'path' }
  | { readonly step: 'member-flags' | 'dup'; readonly member: number };
/** An open that failed; `sleeps` as errno: it waits in open(2) for a FIFO's other end. */
export type OpenFailure = { readonly ok: false; readonly errno: string; readonly at: FailedStep };
/** The number of an open that went well, or how it failed. */
export type Opened = { readonly ok: true; readonly value: number } | OpenFailure;

const prefix = '/dev/fdset/';
const accessBits: Readonly<Record<AccessMode, number>> = { r: 0, w: 1, rw: 2 };
const flagBits: Readonly<Partial<Record<StatusFlag, number>>> = { append: 0x400, nonblock: 0x800, direct: 0x4000 };

/** The flags of an opening as open(2) takes them, in hexadecimal. Source: F in the table under OPEN-20. */
function flagsInHex(opening: Opening): string {
  let bits = accessBits[opening.access] + (opening.create ? 0x40 : 0) + (opening.truncate ? 0x200 : 0);
  for (const flag of opening.flags) bits += flagBits[flag] ?? 0;
  return bits.toString(16);
}

/** Set id that a path names, `null` if it is no such path, 'bad' if the rest does not parse. Source: OPEN-01..03. */
export function fdsetOfPath(path: string): bigint | 'bad' | null {
  if (!path.startsWith(prefix)) return null;
  const rest = path.slice(prefix.length);
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(rest)) return 'bad';
  const id = BigInt(rest.trim().replace(/^\+/, ''));
  return id < 0n || id > openableMax ? 'bad' : id;
}

/** qemu_open: a fresh number, close-on-exec. Source: OPEN-01..17. */
export function qemuOpen(turn: Turn, path: string, opening: Opening): Opened {
  const set = fdsetOfPath(path);
  if (set === null) return openPlain(turn, path, opening);
  if (set === 'bad') return { ok: false, errno: 'EINVAL', at: { step: 'parse' } };
  return openMember(turn, set, opening);
}

function openPlain(turn: Turn, path: string, opening: Opening): Opened {
  const failed = (errno: string): OpenFailure => ({ ok: false, errno, at: { step: 'path' } });
  if (path === '') return failed('ENOENT');
  if (lowestFree(turn.state) === null) return failed('EMFILE'); // looked for before the path is
  const fault = takeFault(turn, 'open', nameOfPath(path));
  if (fault !== null && 'errno' in fault) return failed(fault.errno);
  const waits = waitsForOthers(turn.state);
  const asked = waits ? opening.flags : [...opening.flags, 'nonblock' as const];
  const opened = openPath(turn, path, { ...opening, flags: asked });
  if (!opened.ok) return failed(opened.errno);
  if (!waits && !opening.flags.includes('nonblock')) setNonblock(turn, opened.value, false);
  const installed = install(turn, { kind: 'description', description: opened.value, closeOnExec: true });
  if (!installed.ok) throw new Error('a free number was there');
  return installed;
}

/** Open of `/dev/fdset/N`: newest matching member, then dup, flags, truncation. Source: OPEN-04..13, DEF-06. */
function openMember(turn: Turn, id: bigint, opening: Opening): Opened {
  const set = turn.state.fdsets.get(id);
  if (set === undefined) return { ok: false, errno: 'ENOENT', at: { step: 'find-set' } };
  const withDirect = turn.state.profile.openMatch === 'access-mode-and-direct';
  for (const member of [...set.members].reverse()) {
    const number = descriptionAt(turn.state, member.number);
    if (number === null) {
      if (turn.state.table.has(member.number)) throw new ModelLimit('a set member that is a descriptor of QEMU itself');
      return { ok: false, errno: 'EBADF', at: { step: 'member-flags', member: member.number } };
    }
    const { access, flags } = descriptionOf(turn.state, number);
    const sameDirect = flags.includes('direct') === opening.flags.includes('direct');
    if (access === opening.access && (sameDirect || !withDirect))
      return dupMember(turn, id, member.number, number, opening);
  }
  return { ok: false, errno: 'EACCES', at: { step: 'match' } };
}

function dupMember(turn: Turn, id: bigint, member: number, description: number, opening: Opening): Opened {
  const failed = (errno: string): OpenFailure => ({ ok: false, errno, at: { step: 'dup', member } });
  const { object, flags: before } = descriptionOf(turn.state, description);
  const thing = objectOf(turn.state, object);
  const dupFault = takeFault(turn, 'dup', thing.name);
  if (dupFault !== null && 'errno' in dupFault) return failed(dupFault.errno);
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (!installed.ok) return failed(installed.errno);
  retain(turn, description);
  const restore = (errno: string): OpenFailure => {
    closeNumber(turn, installed.value);
    if (!trustsSharedFlags(turn.state)) setStatusFlags(turn, description, before);
    return failed(errno);
  };
  if (before.includes('path')) return restore('EBADF');
  if (before.includes('sync') || before.includes('dsync')) return restore('EINVAL');
  if (opening.flags.includes('direct') && !takesDirect(thing)) return restore('EINVAL');
  setStatusFlags(turn, description, opening.flags);
  const staysWhole = opening.staysWhole === true;
  if (opening.truncate && staysWhole && thing.kind !== 'file') return restore('EINVAL');
  if (opening.truncate && !staysWhole) {
    const fault = takeFault(turn, 'ftruncate', thing.name);
    if (fault !== null && 'errno' in fault) return restore(fault.errno);
    if (thing.kind !== 'file') return restore('EINVAL');
    if (thing.sealed && thing.bytes !== '') return restore('EPERM');
    putObject(turn, object, { ...thing, bytes: '' });
  }
  addDup(turn, id, installed.value);
  return installed;
}

/** Reserves the number of an open that sleeps in open(2); `finishSleeping` gives it its description. */
export function reserveNumber(turn: Turn): number {
  const reserved = install(turn, { kind: 'own' });
  if (!reserved.ok) throw new Error('an open that sleeps has its number');
  return reserved.value;
}

/** Retries an open of a FIFO that sleeps; true when it is through and the number is a descriptor. Source: FILE-06. */
export function finishSleeping(turn: Turn, number: number, path: string, opening: Opening): boolean {
  const opened = openPath(turn, path, opening);
  if (!opened.ok) {
    if (opened.errno === sleeps) return false;
    throw new ModelLimit(`a FIFO whose open fails late: ${opened.errno}`);
  }
  putEntry(turn, 'table', number, { kind: 'description', description: opened.value, closeOnExec: true });
  return true;
}

/** qemu_close: closes the number and takes it out of the set that lists it. Source: OPEN-15, FDSET-48. */
export function qemuClose(turn: Turn, number: number): void {
  if (turn.state.profile.closeOrder === 'close-then-unregister') {
    const set = setOfDup(turn.state, number);
    const closed = closeNumber(turn, number);
    if (set !== null && closed.ok) removeDup(turn, set, number);
    return;
  }
  const set = setOfDup(turn.state, number);
  if (set !== null) removeDup(turn, set, number);
  closeNumber(turn, number);
}

/** close(2) without unregistering, where a system has that defect. Source: DEF-01, FDSET-47. */
export function closeForgetting(turn: Turn, number: number): void {
  if (forgetsToUnregister(turn.state)) closeNumber(turn, number);
  else qemuClose(turn, number);
}

/** Text of a failed open for those who tell only the errno: file, pipe, serial, parallel chardevs. */
export function plainOpenText(path: string, failure: OpenFailure): string {
  return couldNotOpen(path, failure.errno);
}

/**
 * Text of a failed open for those who tell the cause: logfile, block node, and in 10.0 rng-random. `verb` is that of
 * plain paths. Source: table under OPEN-20.
 */
export function toldOpenText(
  turn: Turn,
  path: string,
  opening: Opening,
  failure: OpenFailure,
  verb: 'create' | 'open',
): string {
  const { at, errno } = failure;
  if (at.step === 'path' && errno === 'EINVAL' && opening.flags.includes('direct'))
    return `Could not ${verb} '${path}': filesystem does not support O_DIRECT`;
  if (at.step === 'path') return `Could not ${verb} '${path}': ${strerror(errno)}`;
  if (at.step === 'parse') return `Could not parse fdset ${path}`;
  if (turn.state.profile.wording === '7.2')
    return `Could not dup FD for ${path} flags ${flagsInHex(opening)}: ${strerror(errno)}`;
  switch (at.step) {
    case 'find-set':
      return `Failed to find fdset /dev/fdset/${fdsetOfPath(path)}`;
    case 'match':
      return `Failed to find file descriptor with matching flags=0x${flagsInHex(opening)}`;
    case 'member-flags':
      return `Failed to read file status flags for fd=${marked(at.member)}`;
    case 'dup':
      return `Failed to dup() given file descriptor fd=${marked(at.member)}`;
  }
}

/** dup(2) with close-on-exec of QEMU's number, no set involved. */
export function dupNumber(turn: Turn, number: number): Result<number> {
  const description = descriptionAt(turn.state, number);
  if (description === null) return { ok: false, errno: 'EBADF' };
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (installed.ok) retain(turn, description);
  return installed;
}

/** Brings a description into the table as a message does; the reference that the message had is kept or dropped. */
export function receiveDescription(turn: Turn, description: number): Result<number> {
  const installed = install(turn, { kind: 'description', description, closeOnExec: true });
  if (installed.ok) setNonblock(turn, description, false);
  else release(turn, description);
  return installed;
}
