import type { Task } from '../../runtime/task.ts';
import { cancel, cancelFor, change, type PendingList } from './design-commit.ts';
import { close, type Design, type Flaw, move, notify, queueEvent, wakeAll } from './design-state.ts';
import { awaitRoom, control, giveDescriptors, write } from './design-write.ts';
import type { Exchange } from './exchange.ts';
import { createFarEnd } from './far-end.ts';
import { createHandle, type Handle, type User } from './handle.ts';
import type { Hotswap } from './hotswap.ts';
import { settle } from './settle.ts';

/** The corrected hotswap: no interleaving breaks a SAFE property. `flaw`: what a test breaks in it. Source: ENG-01 to ENG-30. */
export function designHotswap(exchange: Exchange, flaw: Flaw | null = null): Hotswap {
  const design: Design = { exchange, flaw };
  const list: PendingList = new Set();
  return {
    exchange,
    createHandle: (name) => createHandle(exchange, name, 'ready'),
    settle,
    write: (handle, call) => write(design, handle, call),
    control: (handle) => control(design, handle),
    giveDescriptors: (handle, count) => giveDescriptors(design, handle, count),
    awaitRoom: (handle) => awaitRoom(design, handle),
    *peerLeaves(end): Task<void> {
      yield end.peer.writing;
      end.peer.value = false;
      end.disturbed = true;
      yield* queueEvent(design, end, 'closed');
    },
    *peerReturns(end): Task<void> {
      yield end.peer.writing;
      end.peer.value = true;
      end.disturbed = true;
      yield* queueEvent(design, end, 'opened');
    },
    attach: (handle, id, user) => attach(design, handle, id, user),
    detach: (handle) => detach(design, list, handle, 'frontend detached'),
    setHandlers: (handle, listening, setOpen) => setHandlers(design, handle, listening, setOpen),
    *setChanged(handle, changed): Task<void> {
      handle.changed = changed;
      handle.changedBy = handle.user;
      for (const pending of changed === null ? list : []) {
        if (pending.handle === handle && pending.request.state === 'scheduled')
          yield* cancel(design, list, pending, 'handler unregistered');
      }
    },
    change: (id, spec) => change(design, list, id, spec),
    add(id, spec): void {
      if (!exchange.chardevs.has(id)) exchange.chardevs.set(id, createFarEnd(exchange, spec, id));
    },
    *remove(id): Task<void> {
      const end = exchange.chardevs.get(id);
      if (end === undefined || end.owner.value !== null || end.reserved) return;
      exchange.chardevs.delete(id);
      yield* close(design, end);
    },
    dispose: (id) => dispose(design, list, id),
    shutDown: () => shutDown(design, list),
  };
}

/** Source: ENG-24. */
function* attach(design: Design, handle: Handle, id: string, user: User): Task<boolean> {
  const end = design.exchange.chardevs.get(id);
  if (end === undefined || end.owner.value !== null || end.reserved || handle.chr.value !== null) return false;
  yield* move(design, handle, null, end, 'attached');
  handle.generation += 1;
  handle.open = false;
  handle.user = user;
  handle.changed = user.changed;
  handle.changedBy = user;
  return true;
}

/** Installing handlers tells OPENED where that is new, and never inside a commit. Source: ENG-13. */
function* setHandlers(design: Design, handle: Handle, listening: boolean, setOpen: boolean): Task<void> {
  const end = handle.chr.value;
  if (end === null) return;
  yield handle.listening.writing;
  handle.listening.value = listening;
  if (setOpen) handle.open = listening;
  if (!listening || handle.state.value !== 'attached') return;
  yield end.open.reading;
  if (end.open.value) yield* notify(design, handle, end, true);
}

/** Source: ENG-20, ENG-24. */
function* detach(design: Design, list: PendingList, handle: Handle, why: string): Task<void> {
  const end = handle.chr.value;
  if (end === null) return;
  yield* cancelFor(design, list, handle, why);
  yield* move(design, handle, end, null, 'detached');
  handle.generation += 1;
  yield handle.listening.writing;
  handle.listening.value = false;
  yield handle.told.writing;
  handle.told.value = false;
  handle.changed = null;
  handle.changedBy = null;
  handle.user = null;
  yield* wakeAll(handle);
}

/** Its owner deletes a chardev that is in use: its frontend is without one. Source: ENG-23. */
function* dispose(design: Design, list: PendingList, id: string): Task<void> {
  const { chardevs } = design.exchange;
  const end = chardevs.get(id);
  if (end === undefined) return;
  const handle = end.owner.value;
  if (handle !== null) yield* detach(design, list, handle, 'chardev deleted');
  yield* cancelFor(design, list, end, 'chardev deleted');
  chardevs.delete(id);
  yield* close(design, end);
}

/** Source: ENG-29. */
function* shutDown(design: Design, list: PendingList): Task<void> {
  const { exchange } = design;
  for (const pending of list) yield* cancel(design, list, pending, 'shutdown');
  for (const handle of exchange.handles) yield* detach(design, list, handle, 'shutdown');
  for (const [id, end] of [...exchange.chardevs]) {
    exchange.chardevs.delete(id);
    yield* close(design, end);
  }
  exchange.shutDown = true;
}
