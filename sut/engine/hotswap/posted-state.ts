import type { Task } from '../../runtime/task.ts';
import { type Exchange, schedule, violate } from './exchange.ts';
import type { FarEnd } from './far-end.ts';
import type { Handle } from './handle.ts';

/** The hotswap as posted, with some of its defects repaired. */
export type Posted = {
  readonly exchange: Exchange;
  /** Whether the defect of this row (`RACE-01`) is repaired. */
  lifts(race: string): boolean;
  /** The handle whose backend is being exchanged right now. Only the loop looks. */
  committing: Handle | null;
  /** OPENED waits for the end of the commit (RACE-24 lifted). */
  openedWaits: boolean;
};

/** An event goes to the frontend, in whatever thread it came up. Source: SWAP-D07; qemu_chr_be_event of 2017. */
export function* deliver(posted: Posted, end: FarEnd, handle: Handle, event: 'opened' | 'closed'): Task<void> {
  const { exchange } = posted;
  yield handle.steps.delivering;
  if (!handle.listening.value) return;
  if (handle.chr.value !== end) {
    if (posted.lifts('RACE-34')) return;
    const text = `${event.toUpperCase()} of ${end.name} reaches ${handle.name}, which is at ${handle.chr.value?.name ?? 'nothing'}`;
    violate(exchange, 'event of another', text, handle.name);
  }
  const isOpen = event === 'opened';
  if (handle.told.value === isOpen) {
    if (posted.lifts(isOpen ? 'RACE-32' : 'RACE-33')) return;
    violate(exchange, isOpen ? 'OPENED twice' : 'CLOSED twice', `${handle.name} hears ${event} again`, handle.name);
  }
  handle.told.value = isOpen;
  handle.events += 1;
  const { user } = handle;
  if (user !== null) yield* user.event(event, handle);
}

/** Sets the state of a far end and tells its owner, known or not. */
export function* raise(posted: Posted, end: FarEnd, event: 'opened' | 'closed'): Task<void> {
  yield end.steps.connecting;
  end.open.value = event === 'opened';
  const handle = end.owner.value;
  if (handle !== null) yield* deliver(posted, end, handle, event);
}

/** Who serves a connection notices that it ended, or who writes to it. */
export function* disconnected(posted: Posted, end: FarEnd): Task<void> {
  yield end.steps.connecting;
  if (!end.alive.value || !end.open.value) return;
  end.open.value = false;
  const handle = end.owner.value;
  if (handle !== null) yield* deliver(posted, end, handle, 'closed');
}

/** A writer's error: the event comes up inside the write, or later on the loop (RACE-26 lifted). */
export function* writeFailed(posted: Posted, end: FarEnd): Task<void> {
  if (!posted.lifts('RACE-26')) return yield* disconnected(posted, end);
  yield* schedule(posted.exchange, { name: 'disconnect', ready: null, run: () => disconnected(posted, end) });
}
