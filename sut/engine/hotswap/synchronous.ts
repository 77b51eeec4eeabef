import { lock, unlock } from '../../runtime/mutex.ts';
import { touching, waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { become, type Exchange, openRequest, violate } from './exchange.ts';
import { attempt, createFarEnd, type FarEnd, type FarEndSpec, free, mustLive } from './far-end.ts';
import { createHandle, type Handle, type OutputWatch } from './handle.ts';
import type { Hotswap } from './hotswap.ts';
import { noteAnswer, noteBegin } from './judge.ts';
import type { Request } from './request.ts';
import { settle } from './settle.ts';

/** What differs between the releases in the hotswap. */
export type Release = '7.2' | '10.0';

/**
 * The hotswap of real QEMU: the command does it all. No lock covers the frontend's pointer, so everybody who uses a
 * frontend holds the big lock, as devices and vCPUs in MMIO do. Source: SWAP-S01 to S07, XR-4.
 */
export function synchronousHotswap(exchange: Exchange, release: Release): Hotswap {
  return {
    exchange,
    createHandle: (name) => createHandle(exchange, name, 'ready'),
    settle,
    write: (handle, call) => withLoop(exchange, () => write(exchange, handle, call)),
    control: (handle) => withLoop(exchange, () => control(exchange, handle)),
    giveDescriptors: (handle, count) => withLoop(exchange, () => giveDescriptors(exchange, handle, count)),
    awaitRoom: (handle) => awaitRoom(exchange, handle),
    peerLeaves: (end) => withLoop(exchange, () => connection(exchange, end, false)),
    peerReturns: (end) => withLoop(exchange, () => connection(exchange, end, true)),
    *attach(handle, id, user): Task<boolean> {
      const end = exchange.chardevs.get(id);
      if (end === undefined || end.owner.value !== null || handle.chr.value !== null) return false;
      yield* place(handle, end);
      handle.user = user;
      handle.changed = user.changed;
      return true;
    },
    detach,
    setHandlers: (handle, listening, setOpen) => setHandlers(exchange, handle, listening, setOpen),
    // biome-ignore lint/correctness/useYield: only the loop looks
    *setChanged(handle, changed): Task<void> {
      handle.changed = changed;
    },
    change: (id, spec) => change(exchange, release, id, spec),
    add(id, spec): void {
      if (!exchange.chardevs.has(id)) exchange.chardevs.set(id, createFarEnd(exchange, spec, id));
    },
    *remove(id): Task<void> {
      const end = exchange.chardevs.get(id);
      if (end === undefined || end.owner.value !== null) return;
      exchange.chardevs.delete(id);
      yield* free(exchange, end);
    },
    *dispose(id): Task<void> {
      const end = exchange.chardevs.get(id);
      if (end === undefined) return;
      const handle = end.owner.value;
      if (handle !== null) yield* detach(handle);
      exchange.chardevs.delete(id);
      yield* free(exchange, end);
    },
    *shutDown(): Task<void> {
      for (const handle of exchange.handles) yield* detach(handle);
      for (const end of exchange.chardevs.values()) yield* free(exchange, end);
      exchange.chardevs.clear();
      exchange.shutDown = true;
    },
  };
}

/** Whoever comes has the big lock or takes it. */
function* withLoop<T>({ loop, scheduler }: Exchange, run: () => Task<T>): Task<T> {
  const takes = loop.owner !== scheduler.current;
  if (takes) yield* lock(loop);
  const result = yield* run();
  if (takes) yield* unlock(loop);
  return result;
}

function* control(exchange: Exchange, handle: Handle): Task<void> {
  const end = yield* pointer(handle);
  if (end === null) return;
  yield end.steps.using;
  mustLive(exchange, end, 'asks');
}

/** The backend keeps them. */
function* giveDescriptors(exchange: Exchange, handle: Handle, count: number): Task<void> {
  const end = yield* pointer(handle);
  if (end === null) return;
  yield end.steps.attempting;
  mustLive(exchange, end, 'gives descriptors to');
  end.fds.value = count;
}

function* connection(exchange: Exchange, end: FarEnd, isThere: boolean): Task<void> {
  yield end.peer.writing;
  end.peer.value = isThere;
  end.disturbed = true;
  yield* raise(exchange, end, isThere);
}

function* pointer(handle: Handle): Task<FarEnd | null> {
  yield handle.chr.reading;
  return handle.chr.value;
}

function* place(handle: Handle, end: FarEnd): Task<void> {
  yield touching(handle.chr.writing, [end.owner.writing]);
  end.owner.value = handle;
  handle.chr.value = end;
  handle.open = false;
}

/** The pointer is read without a lock; the lock that a write then takes is the backend's. Source: XR-4. */
function* write(exchange: Exchange, handle: Handle, call: Parameters<Hotswap['write']>[1]): Task<number> {
  const end = yield* pointer(handle);
  let failed = false;
  while (end !== null && !failed) {
    failed = (yield* attempt(exchange, end, call)) < 0;
    if (failed) yield* raise(exchange, end, false);
    if (!call.all || call.counted() === call.bytes) break;
    if (!failed) {
      yield waits(end.name, 'room', () => end.room.value > 0 || !end.peer.value || !end.alive.value, [
        end.peer.reading,
        end.alive.reading,
      ]);
    }
  }
  const result = failed && call.counted() === 0 ? -1 : call.counted();
  call.returns(result);
  return result;
}

/** An event, in whatever thread it came up; an edge alone is told on. */
function* raise(exchange: Exchange, end: FarEnd, isOpen: boolean): Task<void> {
  yield end.steps.connecting;
  if (!end.alive.value || end.open.value === isOpen) return;
  end.open.value = isOpen;
  const handle = end.owner.value;
  if (handle !== null) yield* tell(exchange, handle, isOpen);
}

/** OPENED may come again: frontends of today take that as it is (SWAP-S13). */
function* tell(exchange: Exchange, handle: Handle, isOpen: boolean): Task<void> {
  yield handle.steps.delivering;
  if (!handle.listening.value) return;
  if (!isOpen && !handle.told.value)
    violate(exchange, 'CLOSED twice', `${handle.name} hears closed again`, handle.name);
  handle.told.value = isOpen;
  handle.events += 1;
  const { user } = handle;
  if (user !== null) yield* user.event(isOpen ? 'opened' : 'closed', handle);
}

function* setHandlers(exchange: Exchange, handle: Handle, listening: boolean, setOpen: boolean): Task<void> {
  const end = handle.chr.value;
  if (end === null) return;
  yield handle.listening.writing;
  handle.listening.value = listening;
  if (setOpen) handle.open = listening;
  if (!listening) return;
  yield end.open.reading;
  if (end.open.value) yield* tell(exchange, handle, true);
}

function* detach(handle: Handle): Task<void> {
  const end = handle.chr.value;
  if (end === null) return;
  yield touching(handle.chr.writing, [end.owner.writing, handle.listening.writing, handle.told.writing]);
  end.owner.value = null;
  handle.chr.value = null;
  handle.listening.value = false;
  handle.told.value = false;
  handle.changed = null;
  handle.user = null;
}

/** add_watch: a backend that cannot tell answers 0, and nobody ever calls back. Source: RACE-S03, RACE-S04. */
function* awaitRoom(exchange: Exchange, handle: Handle): Task<'retry' | 'no watch'> {
  const watch = yield* withLoop(exchange, () => addWatch(exchange, handle));
  if (watch === null) return 'no watch';
  const { end } = watch;
  const goesOn = (): boolean => watch.woken || (end.alive.value && (end.room.value > 0 || !end.peer.value));
  yield waits(handle.name, 'watches', goesOn, [end.room.reading, end.alive.reading, end.peer.reading]);
  return 'retry';
}

function* addWatch(exchange: Exchange, handle: Handle): Task<OutputWatch | null> {
  const end = yield* pointer(handle);
  if (end === null || !end.spec.watch) return null;
  yield touching(handle.watches.writing, [end.steps.using]);
  mustLive(exchange, end, 'watches');
  const watch: OutputWatch = { end, woken: false };
  handle.watches.value = [...handle.watches.value, watch];
  return watch;
}

/** chardev-change: everything is finished when the reply is sent. Source: SWAP-S02, S04, S06, S07. */
function* change(exchange: Exchange, release: Release, id: string, spec: FarEndSpec): Task<void> {
  const { chardevs } = exchange;
  const old = chardevs.get(id) ?? null;
  const handle = old?.owner.value ?? null;
  const request = openRequest(exchange, id, old, handle);
  const refusal = reasonAgainst(release, request, spec);
  if (old === null || refusal !== null) return yield* refuse(exchange, request, refusal ?? '');
  if (handle === null) {
    chardevs.delete(id); // the old one goes first, whatever becomes of the new one (RACE-S01)
    yield* free(exchange, old);
    if (spec.fails) {
      violate(exchange, 'chardev lost', `the change of ${id} was refused, and ${id} is gone`, id);
      return yield* refuse(exchange, request, `Failed to add chardev '${id}': Could not open it`);
    }
    chardevs.set(id, createFarEnd(exchange, spec, id));
    become(exchange, request, 'done');
    return yield* noteAnswer(exchange, request, true, '');
  }
  const fresh = createFarEnd(exchange, spec, id);
  yield* noteBegin(exchange, request, handle);
  const done = yield* swap(exchange, handle, old, fresh);
  if (!done) {
    yield* free(exchange, fresh);
    become(exchange, request, 'rolled back');
    return yield* noteAnswer(exchange, request, false, `Chardev '${id}' change failed`);
  }
  chardevs.set(id, fresh);
  if (fresh.base !== null) chardevs.set(fresh.base.label, fresh.base);
  yield* free(exchange, old);
  become(exchange, request, 'done');
  yield* noteAnswer(exchange, request, true, '');
}

function* refuse(exchange: Exchange, request: Request, text: string): Task<void> {
  become(exchange, request, 'refused');
  yield* noteAnswer(exchange, request, false, text);
}

function reasonAgainst(release: Release, { id, old, handle }: Request, spec: FarEndSpec): string | null {
  if (old === null) return `Chardev '${id}' does not exist`;
  if (old.spec.mux) {
    return release === '7.2'
      ? 'Mux device hotswap not supported yet'
      : 'For mux or hub device hotswap is not supported yet';
  }
  if (handle === null) return null;
  if (handle.changed === null) return 'Chardev user does not support chardev hotswap';
  return spec.fails ? 'Could not open it' : null;
}

/** False: be_change refused, and the frontend is back. */
function* swap(exchange: Exchange, handle: Handle, old: FarEnd, fresh: FarEnd): Task<boolean> {
  const { changed } = handle;
  yield touching(old.open.reading, [fresh.open.reading]);
  const closes = old.open.value && !fresh.open.value;
  if (closes) yield* raise(exchange, old, false);
  yield old.owner.writing;
  old.owner.value = null;
  yield* place(handle, fresh);
  const verdict = changed === null ? -1 : yield* changed(handle);
  if (verdict >= 0) return true;
  yield fresh.owner.writing;
  fresh.owner.value = null;
  yield* place(handle, old);
  if (closes) yield* raise(exchange, old, true);
  return false;
}
