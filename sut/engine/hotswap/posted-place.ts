import type { Task } from '../../runtime/task.ts';
import { become, unschedule, violate } from './exchange.ts';
import { type FarEnd, free } from './far-end.ts';
import { destroyGate, enter, initialise, leave } from './gate.ts';
import type { BottomHalf, Handle, User } from './handle.ts';
import { temporaryPrefix } from './hotswap.ts';
import { noteAnswer } from './judge.ts';
import { type Posted, raise } from './posted-state.ts';

/** Attaches; the caller has looked whether the far end has a user. Source: qemu_chr_fe_init as posted (SWAP-D10). */
export function* place(posted: Posted, handle: Handle, end: FarEnd): Task<void> {
  const { exchange } = posted;
  yield end.owner.writing;
  end.owner.value = handle;
  handle.open = false;
  if (handle.chr.value === null) {
    const keeps = ['RACE-19', 'RACE-20', 'RACE-43'].some((race) => posted.lifts(race));
    if (!keeps || handle.gate.life !== 'ready') yield* initialise(exchange, handle.gate);
  }
  yield handle.chr.writing;
  handle.chr.value = end;
}

/** A user attaches by id. False: refused. */
export function* attach(posted: Posted, handle: Handle, id: string, user: User): Task<boolean> {
  const end = posted.exchange.chardevs.get(id);
  if (end === undefined || end.owner.value !== null) return false;
  if (end.internal && posted.lifts('RACE-11')) return false;
  yield* place(posted, handle, end);
  handle.user = user;
  if (user.changed !== null) setChanged(handle, user.changed);
  return true;
}

/** Source: SWAP-D12. */
export function setChanged(handle: Handle, changed: User['changed']): void {
  if (handle.chr.value === null) return;
  handle.changed = changed;
  handle.changedBy = handle.user;
}

/** set_handlers: an open chardev tells OPENED again. */
export function* setHandlers(posted: Posted, handle: Handle, listening: boolean, setOpen: boolean): Task<void> {
  const end = handle.chr.value;
  if (end === null) return;
  yield handle.listening.writing;
  handle.listening.value = listening;
  if (setOpen) handle.open = listening;
  if (!listening) return;
  yield end.open.reading;
  if (!end.open.value) return;
  if (posted.committing === handle && posted.lifts('RACE-24')) posted.openedWaits = true;
  else yield* raise(posted, end, 'opened');
}

/** A bottom half that has not run is taken back; its copy of the id goes nowhere (RACE-10 lifted: is freed). */
export function* deleteBottomHalf(posted: Posted, half: BottomHalf): Task<void> {
  const { exchange } = posted;
  if (half.deleted) {
    violate(
      exchange,
      'deleted twice',
      `the bottom half of the change of ${half.request.id} is deleted again`,
      'bottom half',
    );
    return;
  }
  half.deleted = true;
  if (half.ran) return;
  yield* unschedule(exchange, half.work);
  if (!posted.lifts('RACE-10')) exchange.lostNames += 1;
  become(exchange, half.request, 'cancelled');
  if (posted.lifts('RACE-07'))
    yield* noteAnswer(
      exchange,
      half.request,
      false,
      `Chardev '${half.request.id}' change cancelled: frontend detached`,
    );
}

/** The user leaves. Source: qemu_chr_fe_deinit as posted (SWAP-D14). */
export function* detach(posted: Posted, handle: Handle): Task<void> {
  const { exchange } = posted;
  const end = handle.chr.value;
  if (end === null) return;
  yield handle.listening.writing;
  handle.listening.value = false;
  yield handle.told.writing;
  handle.told.value = false;
  yield end.owner.writing;
  end.owner.value = null;
  yield handle.chr.writing;
  handle.chr.value = null;
  const inCommit = posted.committing === handle && posted.lifts('RACE-22');
  if (!posted.lifts('RACE-20') && !inCommit) yield* destroyGate(exchange, handle.gate);
  const half = handle.bottomHalf;
  if (half !== null && !inCommit) {
    const isPending = !half.ran && !half.deleted;
    yield* deleteBottomHalf(posted, half);
    if (posted.lifts('RACE-16')) handle.bottomHalf = null;
    if (isPending && posted.lifts('RACE-14')) yield* deleteTemporary(posted, half.request.id);
  }
  if (posted.lifts('RACE-17')) handle.changed = null;
  handle.user = null;
}

/** The chardev that a change of `id` left behind. */
export function* deleteTemporary(posted: Posted, id: string): Task<void> {
  const { chardevs } = posted.exchange;
  for (const name of [temporaryKey(posted, id), `${temporaryKey(posted, id)}-base`]) {
    const end = chardevs.get(name);
    if (end?.internal === true) yield* deleteFarEnd(posted, name, end);
  }
}

/** Where the new chardev of a change stands: among all others (RACE-13 lifted: apart). */
export function temporaryKey(posted: Posted, id: string): string {
  return posted.lifts('RACE-13') ? `\0${temporaryPrefix}${id}` : `${temporaryPrefix}${id}`;
}

/** qemu_chr_delete of 2017: off the list, and its user is without a chardev. */
export function* deleteFarEnd(posted: Posted, key: string, end: FarEnd): Task<void> {
  const { exchange } = posted;
  if (exchange.chardevs.get(key) === end) exchange.chardevs.delete(key);
  const handle = end.owner.value;
  if (handle !== null) {
    const locks = posted.lifts('RACE-43') && posted.committing === null && handle.gate.life === 'ready';
    if (locks) yield* enter(exchange, handle.gate);
    yield handle.chr.writing;
    handle.chr.value = null;
    if (locks) yield* leave(exchange, handle.gate);
  }
  yield* free(exchange, end);
}
