import type { SwapState } from '../../../model/language/happening.ts';
import type { Task } from '../../runtime/task.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { LoggedSpec } from './backend-spec.ts';
import { type Chardev, destroy, type Frontend, raise } from './chardev.ts';
import { attach } from './frontend-handle.ts';
import type { SocketSource } from './open-socket.ts';
import { leaveNoTrace, nothingPutOff, type PutOff, takePlace } from './put-off.ts';
import { addChardev, dispose, openChardev } from './registry.ts';
import { giveUpName } from './yank-instance.ts';

/** A new far end, opened but for what is put off, and those it is for. Source: ENG-04. */
export type Prepared = {
  /** Which change this is, counted as they were prepared, from 1. Source: ENG-04. */
  readonly seq: number;
  readonly id: string;
  readonly old: Chardev;
  readonly made: Chardev;
  readonly frontend: Frontend;
  readonly changed: NonNullable<ReturnType<Frontend['changed']>>;
  readonly putOff: PutOff;
};

/** Who changes what: `done` where nobody uses the chardev, else what is to be committed. */
export type Preparation = { readonly done: Attempt<Chardev> } | { readonly prepared: Prepared };

/** Whether an unused chardev is deleted before what replaces it is made. Source: RACE-S01. */
function deletesFirst(machine: Machine): boolean {
  return hasQuirk(machine, 'RACE-S01');
}

/** The checks in their order, then the new far end. Source: SWAP-S02..S05, ENG-14, ENG-15. */
export function* prepareChange(
  machine: Machine,
  id: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Preparation> {
  const old = machine.chardevs.get(id);
  if (old === undefined) return { done: failure(chardevErrors.doesNotExist(id)) };
  if (old.type === 'mux' || old.type === 'hub') {
    const is72 = machine.profile.wording === '7.2';
    return { done: failure(is72 ? chardevErrors.muxNotSwappable72 : chardevErrors.notSwappable) };
  }
  if (old.logged !== null) return { done: failure(chardevErrors.notChangeable(id)) };
  const { frontend } = old;
  if (frontend === null) return { done: yield* changeUnused(machine, id, old, spec, source) };
  if (frontend.change != null) return { done: failure(chardevErrors.changeInProgress(id)) };
  const changed = frontend.changed();
  if (changed === null) return { done: failure(chardevErrors.inUseNotSwappable) };
  const putOff = nothingPutOff();
  const made = yield* openChardev(machine, id, spec, source, putOff);
  if (!made.ok) {
    leaveNoTrace(machine, putOff);
    return { done: made };
  }
  machine.changes += 1;
  const prepared: Prepared = { seq: machine.changes, id, old, made: made.value, frontend, changed, putOff };
  noteChange(machine, prepared, 'prepared');
  return { prepared };
}

/** Tells whoever records the run how far a change has come. Source: SLOG (swap), ENG-04. */
export function noteChange(
  { happenings }: Machine,
  { seq, id, old, made }: Prepared,
  st: SwapState,
  why: string | null = null,
): void {
  happenings.push({ k: 'swap', seq, id, st, old: old.generation, new: made.generation, why });
}

/** Nobody has to be asked. Source: SWAP-S04, ENG-16. */
function* changeUnused(
  machine: Machine,
  id: string,
  old: Chardev,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  if (deletesFirst(machine)) {
    machine.chardevs.delete(id);
    yield* giveUpName(machine, old, null);
    destroy(machine, old);
    return yield* addChardev(machine, id, spec, source);
  }
  const putOff = nothingPutOff();
  const made = yield* openChardev(machine, id, spec, source, putOff);
  if (!made.ok) {
    leaveNoTrace(machine, putOff);
    return made;
  }
  const placed = takePlace(putOff, old.backend);
  if (!placed.ok) {
    yield* dispose(machine, made.value);
    leaveNoTrace(machine, putOff);
    return placed;
  }
  machine.chardevs.set(id, made.value);
  destroy(machine, old);
  return made;
}

/**
 * chardev-change, done when it returns. In the deferred design a human monitor's: its prompt is the answer at the final
 * state, and the commit comes right behind the request, as a scheduler may have it. Source: SWAP-S01..SWAP-S07, HMP-01, ENG-30, ENG-32.
 */
export function* changeChardev(
  machine: Machine,
  id: string,
  spec: LoggedSpec,
  source: SocketSource,
): Task<Attempt<Chardev>> {
  const preparation = yield* prepareChange(machine, id, spec, source);
  if ('done' in preparation) return preparation.done;
  return yield* (machine.profile.hotswap === 'deferred' ? commitQuietly : commitAtOnce)(machine, preparation.prepared);
}

/** CLOSED comes before the frontend moves, OPENED when it installs its handlers. Source: SWAP-S06, SWAP-S07, SWAP-S13. */
function* commitAtOnce(machine: Machine, prepared: Prepared): Task<Attempt<Chardev>> {
  const { id, old, made, frontend, changed } = prepared;
  noteChange(machine, prepared, 'committing');
  const closes = old.open && !made.open;
  if (closes) yield* raise(old, 'closed');
  const { listening } = frontend;
  move(machine, frontend, old, made);
  if (!(yield* changed())) {
    move(machine, frontend, made, old);
    frontend.listening = listening;
    if (closes) yield* raise(old, 'opened');
    yield* dispose(machine, made, old);
    const why = chardevErrors.changeFailed(id);
    noteChange(machine, prepared, 'rolledback', why);
    return failure(why);
  }
  machine.chardevs.delete(id);
  yield* giveUpName(machine, old, made);
  destroy(machine, old);
  machine.chardevs.set(id, made);
  noteChange(machine, prepared, 'done');
  if (frontend.woken !== undefined) yield* frontend.woken();
  return success(made);
}

/**
 * The frontend hears of nothing before the new far end has taken its place, and then only of what differs; a refusal
 * leaves all as it was. `answered`: runs when all is settled but for that. Source: ENG-19, ENG-21, ENG-22.
 */
export function* commitQuietly(
  machine: Machine,
  prepared: Prepared,
  answered: ((result: Attempt<Chardev>) => Task<void>) | null = null,
): Task<Attempt<Chardev>> {
  const { id, old, made, frontend, changed, putOff } = prepared;
  noteChange(machine, prepared, 'committing');
  const { open, listening } = frontend;
  const before = frontend.change ?? null;
  const told = old.open;
  frontend.change = { swapping: true, cancel: before?.cancel ?? noCancel };
  move(machine, frontend, old, made);
  frontend.listening = listening;
  const takes = yield* changed();
  const placed = takes ? takePlace(putOff, old.backend) : failure(chardevErrors.changeFailed(id));
  frontend.change = null;
  if (!placed.ok) {
    move(machine, frontend, made, old);
    Object.assign(frontend, { open, listening });
    frontend.restored?.();
    yield* dispose(machine, made);
    leaveNoTrace(machine, putOff);
    noteChange(machine, prepared, 'rolledback', placed.text);
    if (answered !== null) yield* answered(placed);
    return placed;
  }
  frontend.open ||= open;
  machine.chardevs.set(id, made);
  destroy(machine, old);
  const result = success(made);
  noteChange(machine, prepared, 'done');
  if (answered !== null) yield* answered(result);
  if (told !== made.open) yield* raise(made, made.open ? 'opened' : 'closed');
  if (frontend.woken !== undefined) yield* frontend.woken();
  return result;
}

function* noCancel(): Task<void> {}

/** A frontend leaves one chardev for another. */
function move(machine: Machine, frontend: Frontend, from: Chardev, to: Chardev): void {
  if (from.backend.sharing === undefined) from.frontend = null;
  else from.backend.sharing.detach(frontend);
  frontend.chardev = null;
  attach(machine, to, frontend);
}
