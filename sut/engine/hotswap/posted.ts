import type { Task } from '../../runtime/task.ts';
import type { Exchange } from './exchange.ts';
import { createFarEnd, free } from './far-end.ts';
import { createHandle, type Handle, type User } from './handle.ts';
import type { Hotswap } from './hotswap.ts';
import { change } from './posted-change.ts';
import { attach, deleteBottomHalf, deleteFarEnd, detach, setChanged, setHandlers } from './posted-place.ts';
import { disconnected, type Posted, raise } from './posted-state.ts';
import { awaitRoom, control, giveDescriptors, write } from './posted-write.ts';
import { settle } from './settle.ts';

/**
 * The hotswap as posted in February 2017, with its defects. `lifted`: rows of RACE whose defect is repaired, each by
 * itself, since the first to strike hides others. Source: SWAP-D01 to SWAP-D14, RACE.
 */
export function postedHotswap(exchange: Exchange, lifted: readonly string[]): Hotswap {
  const posted: Posted = {
    exchange,
    lifts: (race) => lifted.includes(race),
    committing: null,
    openedWaits: false,
  };
  return {
    exchange,
    createHandle: (name) => createHandle(exchange, name, posted.lifts('RACE-19') ? 'ready' : 'absent'),
    settle,
    write: (handle, call) => write(posted, handle, call),
    control: (handle) => control(posted, handle),
    giveDescriptors: (handle, count) => giveDescriptors(posted, handle, count),
    awaitRoom: (handle) => awaitRoom(posted, handle),
    *peerLeaves(end): Task<void> {
      yield end.peer.writing;
      end.peer.value = false;
      end.disturbed = true;
      yield* disconnected(posted, end);
    },
    *peerReturns(end): Task<void> {
      yield end.steps.connecting;
      if (!end.alive.value) return;
      end.peer.value = true;
      end.disturbed = true;
      yield* raise(posted, end, 'opened');
    },
    attach: (handle: Handle, id: string, user: User) => attach(posted, handle, id, user),
    detach: (handle) => detach(posted, handle),
    setHandlers: (handle, listening, setOpen) => setHandlers(posted, handle, listening, setOpen),
    // biome-ignore lint/correctness/useYield: only the loop looks
    *setChanged(handle, changed): Task<void> {
      setChanged(handle, changed);
    },
    change: (id, spec) => change(posted, id, spec),
    add(id, spec): void {
      if (!exchange.chardevs.has(id)) exchange.chardevs.set(id, createFarEnd(exchange, spec, id));
    },
    *remove(id): Task<void> {
      const end = exchange.chardevs.get(id);
      if (end === undefined || end.owner.value !== null) return;
      if (end.internal && posted.lifts('RACE-09')) return;
      yield* deleteFarEnd(posted, id, end);
    },
    *dispose(id): Task<void> {
      const end = exchange.chardevs.get(id);
      if (end !== undefined) yield* deleteFarEnd(posted, id, end);
    },
    shutDown: () => shutDown(posted),
  };
}

/** All chardevs are freed; bottom halves stay where they are (RACE-35 lifted: they go first). */
function* shutDown(posted: Posted): Task<void> {
  const { exchange } = posted;
  for (const { bottomHalf } of posted.lifts('RACE-35') ? exchange.handles : []) {
    if (bottomHalf !== null && !bottomHalf.deleted) yield* deleteBottomHalf(posted, bottomHalf);
  }
  const all = [...exchange.chardevs.values()];
  exchange.chardevs.clear();
  for (const end of all) yield* free(exchange, end);
  exchange.shutDown = true;
}
