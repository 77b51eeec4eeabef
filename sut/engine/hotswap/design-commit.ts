import type { Task } from '../../runtime/task.ts';
import { close, type Design, move, notify, wakeAll } from './design-state.ts';
import { become, type Exchange, openRequest, schedule, unschedule, type Work } from './exchange.ts';
import { createFarEnd, type FarEnd, type FarEndSpec } from './far-end.ts';
import type { Handle } from './handle.ts';
import { noteAnswer, noteBegin } from './judge.ts';
import type { Request } from './request.ts';

/** A change that will be or is being carried out: what it is about, as objects and never as names. Source: ENG-04, ENG-17. */
export type Pending = {
  readonly request: Request;
  readonly handle: Handle;
  readonly old: FarEnd;
  readonly fresh: FarEnd;
  readonly work: Work;
};

/** The change that this chardev or handle waits for. During a commit old has no owner, so both are asked. */
export type PendingList = Set<Pending>;

/** chardev-change. Source: ENG-14 to ENG-17. */
export function* change(design: Design, list: PendingList, id: string, spec: FarEndSpec): Task<void> {
  const { exchange } = design;
  const old = exchange.chardevs.get(id) ?? null;
  const handle = old?.owner.value ?? null;
  const request = openRequest(exchange, id, old, handle);
  const refusal = reasonAgainst(request, spec);
  if (refusal !== null || old === null) {
    become(exchange, request, 'refused');
    yield* noteAnswer(exchange, request, false, refusal ?? '');
    return;
  }
  const fresh = createFarEnd(exchange, spec, id);
  request.fresh = fresh;
  if (handle === null) {
    register(exchange, id, fresh);
    become(exchange, request, 'done');
    yield* noteAnswer(exchange, request, true, '');
    yield* close(design, old);
    return;
  }
  const work: Work = { name: `change of ${id}`, ready: null, run: () => commit(design, list, pending) };
  const pending: Pending = { request, handle, old, fresh, work };
  list.add(pending);
  old.reserved = true;
  handle.pending = request;
  yield* schedule(exchange, work);
}

function reasonAgainst({ id, old, handle }: Request, spec: FarEndSpec): string | null {
  if (old === null) return `Chardev '${id}' does not exist`;
  if (old.spec.mux) return 'For mux or hub device hotswap is not supported yet';
  if (old.reserved || (handle?.pending ?? null) !== null) return `Chardev '${id}' has a change in progress`;
  if (handle !== null && handle.changed === null) return 'Chardev user does not support chardev hotswap';
  return spec.fails ? 'Could not open it' : null;
}

/** In the same place of the list, base and all. Source: ENG-03, ENG-21. */
function register({ chardevs }: Exchange, id: string, fresh: FarEnd): void {
  chardevs.set(id, fresh);
  if (fresh.base !== null) chardevs.set(fresh.base.label, fresh.base);
}

/** The bottom half. Source: ENG-18 to ENG-22. */
function* commit(design: Design, list: PendingList, pending: Pending): Task<void> {
  const { exchange } = design;
  const { request, handle, old, fresh } = pending;
  if (request.state !== 'scheduled') return;
  const isSame = exchange.chardevs.get(request.id) === old && handle.chr.value === old;
  if (!isSame || handle.generation !== request.generation) return yield* cancel(design, list, pending, 'stale');
  const { changed } = handle;
  if (changed === null) return yield* cancel(design, list, pending, 'handler unregistered');
  yield* noteBegin(exchange, request, handle);
  const { open } = handle;
  const listening = handle.listening.value;
  if (design.flaw === 'closes early') yield* close(design, old);
  yield* move(design, handle, old, fresh, 'swapping');
  const verdict = yield* changed(handle);
  if (isCancelled(request)) {
    settle(list, pending);
    yield* close(design, fresh);
    return yield* noteAnswer(exchange, request, false, `Chardev '${request.id}' change cancelled: frontend detached`);
  }
  if (verdict < 0) return yield* rollBack(design, list, pending, { open, listening });
  yield* move(design, handle, null, fresh, 'attached');
  handle.generation += 1;
  settle(list, pending);
  register(exchange, request.id, fresh);
  handle.open = handle.open || open;
  become(exchange, request, 'done');
  yield* noteAnswer(exchange, request, true, '');
  if (design.flaw !== 'closes early') yield* close(design, old);
  yield* wakeAll(handle);
  yield fresh.open.reading;
  if (handle.chr.value === fresh) yield* notify(design, handle, fresh, fresh.open.value);
}

/** What be_change called may have ended the change. */
function isCancelled({ state }: Request): boolean {
  return state === 'cancelled';
}

/** Source: ENG-22. */
function* rollBack(
  design: Design,
  list: PendingList,
  pending: Pending,
  before: { readonly open: boolean; readonly listening: boolean },
): Task<void> {
  const { exchange } = design;
  const { request, handle, old, fresh } = pending;
  if (design.flaw !== 'no way back') yield* move(design, handle, fresh, old, 'attached');
  yield handle.listening.writing;
  handle.listening.value = before.listening;
  handle.open = before.open;
  settle(list, pending);
  yield* close(design, fresh);
  become(exchange, request, 'rolled back');
  yield* noteAnswer(exchange, request, false, `Chardev '${request.id}' change failed`);
  yield* wakeAll(handle);
  yield old.open.reading;
  yield* notify(design, handle, old, old.open.value);
}

/** It is under way no more. */
function settle(list: PendingList, pending: Pending): void {
  list.delete(pending);
  pending.old.reserved = false;
  if (pending.handle.pending === pending.request) pending.handle.pending = null;
}

/** A change that can no longer happen ends at once. Source: ENG-23. */
export function* cancel(design: Design, list: PendingList, pending: Pending, why: string): Task<void> {
  const { request, fresh, work } = pending;
  yield* unschedule(design.exchange, work);
  settle(list, pending);
  yield* close(design, fresh);
  become(design.exchange, request, 'cancelled');
  yield* noteAnswer(design.exchange, request, false, `Chardev '${request.id}' change cancelled: ${why}`);
}

/** Cancels what waits for this handle or far end; what is being carried out learns of it when be_change returns (ENG-24). */
export function* cancelFor(design: Design, list: PendingList, about: Handle | FarEnd, why: string): Task<void> {
  for (const pending of list) {
    if (pending.handle !== about && pending.old !== about) continue;
    if (pending.request.state === 'committing') become(design.exchange, pending.request, 'cancelled');
    else yield* cancel(design, list, pending, why);
  }
}
