import { touching } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { become, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';
import { destroyGate, enter, leave } from './gate.ts';
import type { Handle } from './handle.ts';
import { noteAnswer, noteBegin } from './judge.ts';
import { deleteFarEnd, deleteTemporary, place, temporaryKey } from './posted-place.ts';
import { deliver, type Posted, raise } from './posted-state.ts';
import type { Request } from './request.ts';

/** qemu_chr_change_bh as posted. Source: SWAP-D07, SWAP-D08. */
export function* commit(posted: Posted, request: Request): Task<void> {
  const { exchange } = posted;
  const { id } = request;
  const old = exchange.chardevs.get(id) ?? null;
  const isStale = old !== request.old || (old?.owner.value ?? null) !== request.handle;
  if (isStale && posted.lifts('RACE-42')) return yield* cancel(posted, request, 'stale');
  const fresh = exchange.chardevs.get(temporaryKey(posted, id)) ?? null;
  if (old === null || fresh === null) {
    const text = `the bottom half follows ${old === null ? id : 'the temporary id'}, and nothing is there`;
    violate(exchange, 'nothing dereferenced', text, 'bottom half');
    return;
  }
  const handle = old.owner.value;
  if (isStale || fresh !== request.fresh) {
    const text = `the change of ${request.old?.name} to ${request.fresh?.name} is done to ${old.name} and ${fresh.name}`;
    violate(exchange, 'change of others', text, id);
  }
  if (handle !== null) {
    yield* noteBegin(exchange, request, handle, posted.lifts('RACE-41'));
    const done = yield* exchangeUnder(posted, request, handle, old, fresh);
    if (!done) return;
  }
  yield* deleteFarEnd(posted, id, old);
  rename(posted, id, fresh, old.internal);
  become(exchange, request, 'done');
  if (handle !== null && posted.lifts('RACE-07')) yield* noteAnswer(exchange, request, true, '');
  if (handle !== null && posted.lifts('RACE-31')) yield* wakeAll(handle);
}

function rename(posted: Posted, id: string, fresh: FarEnd, internal: boolean): void {
  const { chardevs } = posted.exchange;
  chardevs.delete(temporaryKey(posted, id));
  chardevs.set(id, fresh);
  fresh.label = id;
  fresh.internal = internal;
  const { base } = fresh;
  if (base === null || !posted.lifts('RACE-36')) return;
  chardevs.delete(base.label);
  base.label = `${id}-base`;
  base.internal = internal;
  chardevs.set(base.label, base);
}

function* cancel(posted: Posted, request: Request, why: string): Task<void> {
  yield* deleteTemporary(posted, request.id);
  become(posted.exchange, request, 'cancelled');
  if (posted.lifts('RACE-07'))
    yield* noteAnswer(posted.exchange, request, false, `Chardev '${request.id}' change cancelled: ${why}`);
}

/** With a frontend. True: the new one is in its place. */
function* exchangeUnder(posted: Posted, request: Request, handle: Handle, old: FarEnd, fresh: FarEnd): Task<boolean> {
  const { exchange } = posted;
  const wasOpen = handle.open;
  yield old.open.reading;
  const oldOpen = old.open.value;
  yield fresh.open.reading;
  const closes = oldOpen && !fresh.open.value;
  const closedSent = closes && !posted.lifts('RACE-05');
  if (closedSent) yield* raise(posted, old, 'closed');
  const isGone = handle.chr.value !== old;
  if (isGone && posted.lifts('RACE-21')) {
    yield* cancel(posted, request, 'frontend detached');
    return false;
  }
  if (handle.gate.owner !== exchange.scheduler.current) yield* enter(exchange, handle.gate);
  if (fresh.owner.value !== null) {
    violate(
      exchange,
      'process aborts',
      `attaching ${handle.name} to ${fresh.name} must not fail, but it is in use`,
      fresh.name,
    );
    return false;
  }
  yield* place(posted, handle, fresh);
  if (posted.lifts('RACE-34')) {
    yield old.owner.writing;
    old.owner.value = null;
  }
  posted.committing = handle;
  const verdict = yield* callChanged(posted, handle);
  posted.committing = null;
  if (handle.chr.value !== fresh && posted.lifts('RACE-22')) {
    yield* leave(exchange, handle.gate);
    if (!posted.lifts('RACE-20')) yield* destroyGate(exchange, handle.gate);
    yield old.owner.writing;
    old.owner.value = null;
    yield* cancel(posted, request, 'frontend detached');
    return false;
  }
  if (verdict < 0) {
    yield* rollBack(posted, request, handle, old, fresh, closedSent, wasOpen);
    return false;
  }
  yield* leave(exchange, handle.gate);
  if (posted.openedWaits) yield* raise(posted, fresh, 'opened');
  posted.openedWaits = false;
  if (wasOpen && posted.lifts('RACE-40')) handle.open = true;
  yield old.owner.writing;
  old.owner.value = null;
  if (posted.lifts('RACE-05')) yield* closedNow(posted, handle, fresh);
  return true;
}

function* callChanged(posted: Posted, handle: Handle): Task<number> {
  const { exchange } = posted;
  const { changed } = handle;
  if (changed === null) {
    if (!posted.lifts('RACE-18'))
      violate(exchange, 'nothing called', `be_change of ${handle.name} is called, there is none`, handle.name);
    return -1;
  }
  if (handle.changedBy !== handle.user) {
    const text = `be_change of ${handle.changedBy?.name} is called for ${handle.user?.name ?? 'nobody'}`;
    violate(exchange, 'handler of a former user', text, handle.name);
  }
  return yield* changed(handle);
}

/** Source: SWAP-D09. */
function* rollBack(
  posted: Posted,
  request: Request,
  handle: Handle,
  old: FarEnd,
  fresh: FarEnd,
  closedSent: boolean,
  wasOpen: boolean,
): Task<void> {
  const { exchange } = posted;
  if (old.owner.value !== null && !posted.lifts('RACE-01')) {
    violate(
      exchange,
      'process aborts',
      `attaching ${handle.name} back to ${old.name} must not fail, but it is in use`,
      old.name,
    );
    return;
  }
  yield* place(posted, handle, old);
  if (posted.lifts('RACE-03')) handle.open = wasOpen;
  yield* leave(exchange, handle.gate);
  if (closedSent && posted.lifts('RACE-04')) yield* raiseIfThere(handle, old);
  else if (closedSent) yield* raise(posted, old, 'opened');
  if (posted.lifts('RACE-06')) yield* tellTruth(posted, handle, old);
  if (posted.lifts('RACE-02')) {
    yield fresh.owner.writing;
    fresh.owner.value = null;
  }
  posted.openedWaits = false;
  yield* deleteFarEnd(posted, temporaryKey(posted, request.id), fresh);
  if (fresh.base !== null && posted.lifts('RACE-36')) yield* deleteFarEnd(posted, fresh.base.label, fresh.base);
  become(exchange, request, 'rolled back');
  if (posted.lifts('RACE-07')) yield* noteAnswer(exchange, request, false, `Chardev '${request.id}' change failed`);
}

/** RACE-05 lifted: CLOSED comes when the change is certain. */
function* closedNow(posted: Posted, handle: Handle, fresh: FarEnd): Task<void> {
  yield touching(fresh.open.reading, [handle.told.reading]);
  if (handle.told.value && !fresh.open.value) yield* deliver(posted, fresh, handle, 'closed');
}

/** RACE-04 lifted: OPENED only where somebody is there, in one step. */
function* raiseIfThere(handle: Handle, end: FarEnd): Task<void> {
  const { steps, listening, told } = handle;
  yield touching(steps.delivering, [end.steps.connecting, ...end.steps.connecting.also]);
  if (!end.peer.value) return;
  end.open.value = true;
  if (!listening.value || told.value) return;
  told.value = true;
  handle.events += 1;
  if (handle.user !== null) yield* handle.user.event('opened', handle);
}

/** RACE-06 lifted: the frontend is told what its backend is now. */
function* tellTruth(posted: Posted, handle: Handle, end: FarEnd): Task<void> {
  yield touching(end.steps.connecting, [handle.told.reading]);
  const isOpen = end.open.value;
  if (handle.told.value !== isOpen) yield* deliver(posted, end, handle, isOpen ? 'opened' : 'closed');
}

/** RACE-31 lifted: whoever waits for output tries again. */
function* wakeAll(handle: Handle): Task<void> {
  yield handle.watches.writing;
  for (const watch of handle.watches.value) watch.woken = true;
  handle.watches.value = [];
}
