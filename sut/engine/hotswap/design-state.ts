import { type Step, touching } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { type Exchange, schedule, violate } from './exchange.ts';
import { type FarEnd, free } from './far-end.ts';
import { enter, leave } from './gate.ts';
import type { Handle } from './handle.ts';

/** What a test breaks in the design: no lock around an attempt, old closed before new is in its place, no way back. */
export type Flaw = 'no lock' | 'closes early' | 'no way back';

/** The corrected hotswap. */
export type Design = { readonly exchange: Exchange; readonly flaw: Flaw | null };

/** Whether the running thread is the loop: it never waits for writers (ENG-06). */
export function isLoop({ exchange }: Design): boolean {
  const { loop, scheduler } = exchange;
  return scheduler.current !== null && loop.owner === scheduler.current;
}

/** The frontend hears what is new to it alone. Source: ENG-12, ENG-13. */
export function* notify({ exchange }: Design, handle: Handle, end: FarEnd, isOpen: boolean): Task<void> {
  if (isOpen) yield* wakeAll(handle);
  yield handle.steps.delivering;
  if (!handle.listening.value || handle.told.value === isOpen) return;
  if (handle.chr.value !== end)
    violate(exchange, 'event of another', `${end.name} reaches ${handle.name}`, handle.name);
  handle.told.value = isOpen;
  handle.events += 1;
  const { user } = handle;
  if (user !== null) yield* user.event(isOpen ? 'opened' : 'closed', handle);
}

/** Everybody who waits for output tries again. Source: ENG-25. */
export function* wakeAll(handle: Handle): Task<void> {
  yield handle.watches.writing;
  for (const watch of handle.watches.value) watch.woken = true;
  handle.watches.value = [];
}

/** What a far end has to say is said on the loop. `look`: a writer found nobody there. Source: ENG-12. */
export function* queueEvent(design: Design, end: FarEnd, kind: 'opened' | 'closed' | 'look'): Task<void> {
  yield* schedule(design.exchange, { name: kind, ready: null, run: () => deliverEvent(design, end, kind) });
}

function* deliverEvent(design: Design, end: FarEnd, kind: 'opened' | 'closed' | 'look'): Task<void> {
  yield end.steps.connecting;
  if (!end.alive.value || (kind === 'look' && end.peer.value)) return;
  const isOpen = kind === 'opened';
  end.open.value = isOpen;
  const handle = end.owner.value;
  if (handle !== null && handle.state.value === 'attached') yield* notify(design, handle, end, isOpen);
}

/** Nobody finds it any more; it is freed when its last user has left it. Source: ENG-02, ENG-27. */
export function* close(design: Design, end: FarEnd): Task<void> {
  yield end.pins.writing;
  end.closing = true;
  if (end.pins.value === 0) yield* freeWithBase(design, end);
}

/** One user less. Source: ENG-02, ENG-10. */
export function* unpin(design: Design, end: FarEnd): Task<void> {
  yield end.pins.writing;
  end.pins.value -= 1;
  if (end.closing && end.pins.value === 0) yield* freeWithBase(design, end);
}

/** A mux goes with its base, which it uses as long as it is there. Source: ENG-03. */
function* freeWithBase(design: Design, end: FarEnd): Task<void> {
  if (end.base !== null) yield* close(design, end.base);
  yield* free(design.exchange, end);
}

function moveStep(handle: Handle, from: FarEnd | null, to: FarEnd | null): Step {
  const { moving } = handle.steps;
  const key = `${from?.name ?? ''}>${to?.name ?? ''}`;
  const found = moving.get(key);
  if (found !== undefined) return found;
  const owners = [from, to].flatMap((end) => (end === null ? [] : [end.owner.writing]));
  const made = touching(handle.state.writing, [handle.chr.writing, ...owners]);
  moving.set(key, made);
  return made;
}

/** Where the handle stands: one section under its gate. `far end null`: nowhere. Source: ENG-19, ENG-21, ENG-22, ENG-24. */
export function* move(
  { exchange }: Design,
  handle: Handle,
  from: FarEnd | null,
  to: FarEnd | null,
  state: 'attached' | 'swapping' | 'detached',
): Task<void> {
  yield* enter(exchange, handle.gate);
  yield moveStep(handle, from, to);
  if (from !== null) from.owner.value = null;
  if (to !== null) to.owner.value = handle;
  handle.chr.value = to;
  handle.state.value = state;
  yield* leave(exchange, handle.gate);
}
