import { touching, waits, when } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Design, isLoop, queueEvent, unpin } from './design-state.ts';
import { attempted, attemptStep, type FarEnd, mustLive } from './far-end.ts';
import { enter, entered, leave, left } from './gate.ts';
import type { Handle, OutputWatch } from './handle.ts';
import type { Call } from './ledger.ts';

/** write and write_all: the gate covers one look and one attempt, the order the whole call. Source: ENG-07, ENG-08, ENG-09. */
export function* write(design: Design, handle: Handle, call: Call): Task<number> {
  const { exchange } = design;
  const { gate, order, chr, state, steps } = handle;
  const onLoop = isLoop(design); // the committing call chain writes to the new one directly, and never waits
  const locks = design.flaw !== 'no lock';
  let failed = false;
  if (!onLoop) {
    yield order.locking;
    entered(exchange, order);
  }
  for (;;) {
    if (locks) {
      yield gate.locking;
      entered(exchange, gate);
    }
    yield steps.looking;
    const end = chr.value;
    const isSwapping = state.value === 'swapping' && !onLoop;
    let count = 0;
    if (!isSwapping && end !== null) {
      yield attemptStep(end, handle);
      count = attempted(exchange, end, call, handle);
    }
    if (locks) {
      yield gate.unlocking;
      left(exchange, gate);
    }
    if (isSwapping) {
      yield when(steps.changed, () => state.value !== 'swapping');
      continue;
    }
    if (end === null) break;
    failed = count < 0;
    if (failed) yield* queueEvent(design, end, 'look');
    if (failed || !call.all || call.counted() === call.bytes || onLoop) break;
    yield roomOrChange(handle, end);
  }
  if (!onLoop) {
    yield order.unlocking;
    left(exchange, order);
  }
  const result = failed && call.counted() === 0 ? -1 : call.counted();
  call.returns(result);
  return result;
}

function roomOrChange(handle: Handle, end: FarEnd): ReturnType<typeof waits> {
  const goesOn = (): boolean => handle.chr.value !== end || end.room.value > 0 || !end.peer.value;
  return waits(end.name, 'room', goesOn, [handle.chr.reading, end.peer.reading]);
}

/** read_all, ioctl: pins what it uses. Source: ENG-10. */
export function* control(design: Design, handle: Handle): Task<void> {
  const { exchange } = design;
  yield* enter(exchange, handle.gate);
  yield handle.chr.reading;
  const end = handle.chr.value;
  if (end !== null) {
    yield end.pins.writing;
    end.pins.value += 1;
  }
  yield* leave(exchange, handle.gate);
  if (end === null) return;
  yield end.steps.using;
  mustLive(exchange, end, 'asks');
  yield* unpin(design, end);
}

/** set_msgfds: the handle keeps them. Source: ENG-11. */
export function* giveDescriptors({ exchange }: Design, handle: Handle, count: number): Task<void> {
  yield* enter(exchange, handle.gate);
  yield handle.fds.writing;
  handle.fds.value = count;
  yield* leave(exchange, handle.gate);
}

/** add_watch and its callback: never leaves a caller waiting for nothing. Source: ENG-25. */
export function* awaitRoom({ exchange }: Design, handle: Handle): Task<'retry' | 'no watch'> {
  yield* enter(exchange, handle.gate);
  yield touching(handle.watches.writing, [handle.chr.reading]);
  const end = handle.chr.value;
  if (end === null) {
    yield* leave(exchange, handle.gate);
    return 'no watch';
  }
  const watch: OutputWatch = { end, woken: false };
  handle.watches.value = [...handle.watches.value, watch];
  yield end.open.reading;
  const answersNow = !end.spec.watch && end.open.value;
  yield* leave(exchange, handle.gate);
  if (answersNow) return 'retry';
  const goesOn = (): boolean =>
    watch.woken || (end.spec.watch && end.alive.value && (end.room.value > 0 || !end.peer.value));
  yield waits(handle.name, 'watches', goesOn, [end.room.reading, end.alive.reading, end.peer.reading]);
  return 'retry';
}
