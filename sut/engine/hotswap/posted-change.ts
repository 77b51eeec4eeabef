import type { Task } from '../../runtime/task.ts';
import { become, openRequest, schedule } from './exchange.ts';
import { createFarEnd, type FarEnd, type FarEndSpec } from './far-end.ts';
import { holdBy } from './gate.ts';
import type { BottomHalf, Handle } from './handle.ts';
import { noteAnswer } from './judge.ts';
import { commit } from './posted-commit.ts';
import { deleteBottomHalf, deleteTemporary, temporaryKey } from './posted-place.ts';
import type { Posted } from './posted-state.ts';
import type { Request } from './request.ts';

/** qemu_chr_change as posted: the replacement is made at once, the rest is left to a bottom half. Source: SWAP-D02, SWAP-D05, SWAP-D06. */
export function* change(posted: Posted, id: string, spec: FarEndSpec): Task<void> {
  const { exchange } = posted;
  const old = exchange.chardevs.get(id) ?? null;
  const handle = old?.owner.value ?? null;
  const request = openRequest(exchange, id, old, handle);
  const refusal = yield* reasonAgainst(posted, request, spec);
  if (refusal !== null) {
    become(exchange, request, 'refused');
    yield* noteAnswer(exchange, request, false, refusal);
    return;
  }
  const fresh = register(posted, id, spec);
  request.fresh = fresh;
  if (handle === null) {
    yield* commit(posted, request);
    yield* noteAnswer(exchange, request, true, '');
    return;
  }
  if (handle.bottomHalf !== null) yield* deleteBottomHalf(posted, handle.bottomHalf);
  const half: BottomHalf = {
    work: { name: `change of ${id}`, ready: null, run: () => run(posted, half) },
    request,
    ran: false,
    deleted: false,
  };
  handle.bottomHalf = half;
  yield* schedule(exchange, half.work);
  if (!posted.lifts('RACE-07')) yield* noteAnswer(exchange, request, true, '');
}

function* run(posted: Posted, half: BottomHalf): Task<void> {
  const { handle } = half.request;
  if (handle !== null && posted.lifts('RACE-27') && (yield* comesLater(posted, half, handle))) return;
  half.ran = true;
  yield* commit(posted, half.request);
}

/** RACE-27 lifted: the loop takes the lock when it is free, and never waits for it. True: not now. */
function* comesLater(posted: Posted, half: BottomHalf, handle: Handle): Task<boolean> {
  const { gate } = handle;
  yield gate.changing;
  if (gate.life !== 'ready') return false;
  if (gate.owner === null) {
    holdBy(gate, posted.exchange.scheduler.current);
    return false;
  }
  const ready = (): boolean => gate.owner === null || gate.life !== 'ready';
  yield* schedule(posted.exchange, { ...half.work, ready });
  return true;
}

/** The checks in their order. */
function* reasonAgainst(posted: Posted, request: Request, spec: FarEndSpec): Task<string | null> {
  const { id, old, handle } = request;
  const { chardevs } = posted.exchange;
  if (old === null) return `Chardev '${id}' does not exist`;
  if (old.internal && posted.lifts('RACE-12')) return `Chardev '${id}' does not exist`;
  if (handle !== null && handle.changed === null) return 'Chardev user does not support chardev hotswap';
  if (old.spec.mux) return 'Mux device hotswap not supported yet';
  const half = handle?.bottomHalf ?? null;
  const isPending = half !== null && !half.ran && !half.deleted;
  if (isPending && posted.lifts('RACE-08')) return `Chardev '${id}' has a change in progress`;
  if (spec.fails) return 'Could not open it';
  const key = temporaryKey(posted, id);
  const taken = chardevs.get(key);
  if (taken?.internal === true && !isPending && posted.lifts('RACE-15')) yield* deleteTemporary(posted, id);
  return chardevs.has(key) ? `Chardev '${key}' already exists` : null;
}

/** The replacement stands where everybody finds it. Source: SWAP-D04. */
function register(posted: Posted, id: string, spec: FarEndSpec): FarEnd {
  const { exchange } = posted;
  const key = temporaryKey(posted, id);
  const fresh = createFarEnd(exchange, spec, key);
  fresh.internal = true;
  exchange.chardevs.set(key, fresh);
  if (fresh.base !== null) {
    fresh.base.internal = true;
    exchange.chardevs.set(fresh.base.label, fresh.base);
  }
  return fresh;
}
