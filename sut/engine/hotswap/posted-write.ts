import { touching, waits } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { attempt, type FarEnd, mustLive } from './far-end.ts';
import { enter, leave } from './gate.ts';
import type { Handle, OutputWatch } from './handle.ts';
import type { Call } from './ledger.ts';
import { type Posted, writeFailed } from './posted-state.ts';

/** write and write_all: chr_lock is held from before the pointer is read to the end. Source: SWAP-D10. */
export function* write(posted: Posted, handle: Handle, call: Call): Task<number> {
  const { exchange } = posted;
  const { gate } = handle;
  const mine = gate.owner !== null && gate.owner === exchange.scheduler.current;
  const passes = mine && posted.lifts(posted.committing === handle ? 'RACE-23' : 'RACE-25');
  if (!passes) yield* enter(exchange, gate);
  const carrier = posted.lifts('RACE-30') ? handle : null;
  let failed: FarEnd | null = null;
  for (;;) {
    yield handle.chr.reading;
    const end = handle.chr.value;
    if (end === null) break;
    if ((yield* attempt(exchange, end, call, carrier)) < 0) {
      failed = end;
      break;
    }
    if (!call.all || call.counted() === call.bytes) break;
    if (passes) break;
    yield* retryLater(posted, handle, end);
  }
  const counted = failed !== null && call.counted() === 0 ? -1 : call.counted();
  if (failed !== null && !posted.lifts('RACE-26')) yield* writeFailed(posted, failed);
  if (!passes) yield* leave(exchange, gate);
  if (failed !== null && posted.lifts('RACE-26')) yield* writeFailed(posted, failed);
  call.returns(counted);
  return counted;
}

/** Waits until a full far end has room, with chr_lock (RACE-28 lifted: without). */
function* retryLater(posted: Posted, handle: Handle, end: FarEnd): Task<void> {
  const { exchange } = posted;
  const releases = posted.lifts('RACE-28');
  if (releases) yield* leave(exchange, handle.gate);
  const more = releases ? [{ object: handle.name, field: 'chr', write: false }] : [];
  const goesOn = (): boolean =>
    end.room.value > 0 || !end.peer.value || !end.alive.value || (releases && handle.chr.value !== end);
  yield waits(end.name, 'room', goesOn, [
    { object: end.name, field: 'peer', write: false },
    { object: end.name, field: 'alive', write: false },
    ...more,
  ]);
  if (releases) yield* enter(exchange, handle.gate);
}

/** read_all, ioctl: without the lock (RACE-29 lifted: with it). Source: SWAP-D11. */
export function* control(posted: Posted, handle: Handle): Task<void> {
  const { exchange } = posted;
  const locks = posted.lifts('RACE-29');
  if (locks) yield* enter(exchange, handle.gate);
  yield handle.chr.reading;
  const end = handle.chr.value;
  if (end !== null) {
    yield end.steps.using;
    mustLive(exchange, end, 'asks');
  }
  if (locks) yield* leave(exchange, handle.gate);
}

/** set_msgfds: the backend keeps them (RACE-30 lifted: the handle does, and a write takes them along). */
export function* giveDescriptors(posted: Posted, handle: Handle, count: number): Task<void> {
  const { exchange } = posted;
  if (posted.lifts('RACE-30')) {
    yield handle.fds.writing;
    handle.fds.value = count;
    return;
  }
  yield handle.chr.reading;
  const end = handle.chr.value;
  if (end === null) return;
  yield end.steps.attempting;
  mustLive(exchange, end, 'gives descriptors to');
  end.fds.value = count;
}

/** add_watch, and what its callback is waited for with. Source: SWAP-D11. */
export function* awaitRoom(posted: Posted, handle: Handle): Task<'retry' | 'no watch'> {
  const { exchange } = posted;
  const locks = posted.lifts('RACE-29');
  if (locks) yield* enter(exchange, handle.gate);
  yield handle.chr.reading;
  const end = handle.chr.value;
  let watch: OutputWatch | null = null;
  if (end !== null) {
    yield touching(handle.watches.writing, [end.steps.using]);
    mustLive(exchange, end, 'watches');
    if (end.spec.watch) {
      watch = { end, woken: false };
      handle.watches.value = [...handle.watches.value, watch];
    }
  }
  if (locks) yield* leave(exchange, handle.gate);
  if (watch === null) return 'no watch';
  const { end: at } = watch;
  const due = watch;
  yield waits(
    handle.name,
    'watches',
    () => due.woken || (at.alive.value && (at.room.value > 0 || !at.peer.value)),
    ['room', 'alive', 'peer'].map((field) => ({ object: at.name, field, write: false })),
  );
  return 'retry';
}
