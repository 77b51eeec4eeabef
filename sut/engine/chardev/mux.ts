import type { MainLoop } from '../../runtime/main-loop.ts';
import type { Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import { crash, endProcess } from '../end.ts';
import { chardevErrors } from '../error-text.ts';
import { type Attempt, failure, success } from '../failure.ts';
import { immediate } from '../immediate.ts';
import { type Machine, scheduleOnMainLoop } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { requestQuit } from '../run-state.ts';
import {
  type Backend,
  type Chardev,
  type ChardevEvent,
  type Frontend,
  inUse,
  raise,
  type Sharing,
  tell,
} from './chardev.ts';
import { checkContext, claimsToMove } from './context.ts';
import { attach, detach, forgetRest, setHandlers } from './frontend-handle.ts';
import {
  createEscapeParser,
  createInputQueue,
  goodbyeText,
  helpPieces,
  type InputQueue,
  queueMax,
} from './mux-input.ts';
import { createStamps, type Stamps } from './mux-stamps.ts';
import type { OpenedBackend } from './open-backend.ts';
import { frontendWrite, writeAllOut } from './output.ts';

const slotsMax = 4;

/** Whether the mux calls itself open whatever its base is. Source: Q-MUX-5, MUX-13. */
function isAlwaysOpen(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-5');
}

/** Whether what is kept for a frontend stays where it is when the focus comes back. Source: Q-MUX-3. */
function strandsInput(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-3');
}

/** Whether input is kept for a frontend that has left. Source: Q-MUX-4. */
function keepsForNobody(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-4');
}

/** Whether input is read although no place has ever had the focus. Source: Q-MUX-6. */
function readsWithoutFocus(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-6');
}

/** Whether it insists on a next place where every place is free. Source: Q-FOUND-7. */
function insistsOnNext(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-FOUND-7');
}

type Mux = {
  readonly machine: Machine;
  readonly chardev: Chardev;
  readonly side: Frontend;
  readonly stamps: Stamps;
  readonly slots: (Frontend | null)[];
  readonly queues: readonly InputQueue[];
  /** Places ever given out. */
  given: number;
  /** -1: never taken. */
  focus: number;
};

function focused(mux: Mux): Frontend | null {
  return mux.slots[mux.focus] ?? null;
}

function roomOf(frontend: Frontend | null): number {
  return frontend?.listening ? frontend.canRead() : 0;
}

/** Whether it takes more than fits where what it keeps has to go first. Source: Q-MUX-7. */
function overruns(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-7');
}

/** What the mux takes from its base. Source: MUX-06. */
function room(mux: Mux): number {
  if (mux.focus < 0) return readsWithoutFocus(mux.machine) ? 1 : 0;
  const queued = mux.queues[mux.focus]?.length ?? 0;
  const frontend = focused(mux);
  if (queued < queueMax || (frontend === null && !keepsForNobody(mux.machine))) return 1;
  const offered = roomOf(frontend);
  return offered > 1 && !overruns(mux.machine) ? 1 : offered;
}

/** Hands over what is kept, byte by byte, while there is room. Source: MUX-07. */
function* drain(mux: Mux): Task<void> {
  const frontend = focused(mux);
  const queue = mux.queues[mux.focus];
  while (frontend !== null && queue !== undefined && queue.length > 0 && roomOf(frontend) > 0) {
    yield* frontend.read(Uint8Array.of(queue.shift()));
  }
}

/** MUX_OUT to the one before, MUX_IN to the one after. Source: MUX-04. */
function* setFocus(mux: Mux, slot: number): Task<void> {
  yield* tell(focused(mux), 'mux-out');
  mux.focus = slot;
  yield* tell(focused(mux), 'mux-in');
  if (!strandsInput(mux.machine)) yield* drain(mux);
}

/** The next used place above, and round again. Source: MUX-08. */
function nextSlot(mux: Mux): number {
  if (mux.machine.profile.muxFocus === 'slots') return (mux.focus + 1) % mux.given;
  for (let step = 1; step <= slotsMax; step += 1) {
    const slot = (mux.focus + step) % slotsMax;
    if (mux.slots[slot] !== undefined && mux.slots[slot] !== null) return slot;
  }
  return mux.focus;
}

/** One byte of input; true: it is data. Source: MUX-08, MUX-09. */
function* act(mux: Mux, parse: ReturnType<typeof createEscapeParser>, byte: number): Task<boolean> {
  const { machine } = mux;
  switch (parse(byte)) {
    case 'data':
      return true;
    case 'help':
      for (const piece of helpPieces(machine.escapeByte)) yield* writeAllOut(machine, mux.chardev, bytesOf(piece));
      return false;
    case 'exit':
      yield* writeAllOut(machine, mux.chardev, bytesOf(goodbyeText));
      yield* requestQuit(machine);
      scheduleOnMainLoop(machine, 'exit', () => immediate(endProcess(machine, 0)));
      return false;
    case 'break':
      yield* raise(mux.chardev, 'break');
      return false;
    case 'switch':
      if (insistsOnNext(machine) && mux.slots.every((slot) => slot === null)) yield* crash(machine, 'SIGABRT');
      yield* setFocus(mux, nextSlot(mux));
      return false;
    case 'timestamps':
      mux.stamps.toggle();
      return false;
    case 'nothing':
      return false;
  }
}

/** A chunk of input belongs to whoever has the focus at its start. Source: MUX-06, MUX-10. */
function* read(mux: Mux, parse: ReturnType<typeof createEscapeParser>, bytes: Uint8Array): Task<void> {
  const slot = mux.focus;
  const queue = mux.queues[slot];
  yield* drain(mux);
  for (const byte of bytes) {
    if (!(yield* act(mux, parse, byte))) continue;
    if (slot < 0) yield* crash(mux.machine, 'SIGSEGV');
    const frontend = mux.slots[slot] ?? null;
    if (frontend === null && !keepsForNobody(mux.machine)) continue;
    if (frontend !== null && queue?.length === 0 && roomOf(frontend) > 0) yield* frontend.read(Uint8Array.of(byte));
    else queue?.push(byte);
  }
}

/** An event of the base goes to everybody. Source: MUX-13, MUX-14. */
function* onBaseEvent(mux: Mux, event: ChardevEvent): Task<void> {
  if (!isAlwaysOpen(mux.machine)) {
    if (event === 'opened') mux.chardev.open = mux.machine.started;
    if (event === 'closed') mux.chardev.open = false;
  }
  if (!mux.machine.started) return;
  for (const frontend of mux.slots) yield* tell(frontend, event);
}

function freeSlot(mux: Mux): number {
  if (mux.machine.profile.muxSlots === 'used-once') return mux.given;
  const free = mux.slots.indexOf(null);
  return free < 0 ? mux.slots.length : free;
}

function sharingOf(mux: Mux): Sharing {
  const { machine, chardev } = mux;
  return {
    attach(frontend: Frontend): Attempt<void> {
      const slot = freeSlot(mux);
      if (slot >= slotsMax) {
        return machine.profile.wording === '7.2'
          ? inUse(machine, chardev.label)
          : failure(chardevErrors.muxFull(chardev.label));
      }
      mux.slots[slot] = frontend;
      mux.given += 1;
      return success(undefined);
    },
    detach(frontend: Frontend): void {
      const slot = mux.slots.indexOf(frontend);
      if (slot >= 0) mux.slots[slot] = null;
    },
    dispatch: (event) => tell(focused(mux), event),
    focus: (frontend) => setFocus(mux, mux.slots.indexOf(frontend)),
    acceptInput: () => drain(mux),
    busy: () => machine.profile.muxSlots === 'used-once' || mux.slots.some((slot) => slot !== null),
    focused: () => focused(mux),
  };
}

function createMux(machine: Machine, chardev: Chardev): Mux {
  const parse = createEscapeParser(machine.escapeByte);
  const side: Frontend = {
    name: `mux ${chardev.label}`,
    loop: machine.mainLoop,
    chardev: null,
    open: false,
    listening: false,
    canRead: () => room(mux),
    read: (bytes) => read(mux, parse, bytes),
    event: (event) => onBaseEvent(mux, event),
    changed: () => null,
  };
  const mux: Mux = {
    machine,
    chardev,
    side,
    stamps: createStamps(machine, side),
    slots: [],
    queues: Array.from({ length: slotsMax }, createInputQueue),
    given: 0,
    focus: -1,
  };
  return mux;
}

/** The base's input is served where the frontend is. */
function* serveOn({ machine, side }: Mux, loop: MainLoop): Task<void> {
  side.loop = loop;
  yield* checkContext(machine, side);
  yield* setHandlers(side, true, { setOpen: true, syncState: false });
}

/** Who has a thread of its own waits for room where the mux is served, which another frontend may have moved. Source: experiment. */
function watchingLoop({ machine, side }: Mux, asked: MainLoop): MainLoop {
  return asked === machine.mainLoop ? asked : side.loop;
}

function* tellOpened({ slots }: Mux): Task<void> {
  for (const frontend of slots) yield* tell(frontend, 'opened');
}

/** A multiplexer on a free base. `replaces`: it is to take the place of another of its name. Source: MUX-01..MUX-15, SWAP-S19. */
export function openMux(machine: Machine, chardev: Chardev, baseId: string, replaces: boolean): Attempt<OpenedBackend> {
  const base = machine.chardevs.get(baseId);
  const itself = replaces && baseId === chardev.label && base?.frontend === null; // it takes the place of its own base
  if (base === undefined || itself) return failure(chardevErrors.muxBaseNotFound(baseId));
  const mux = createMux(machine, chardev);
  const attached = attach(machine, base, mux.side);
  if (!attached.ok) return attached;
  const alwaysOpen = isAlwaysOpen(machine);
  const isOpen = (): boolean => machine.started && (alwaysOpen || base.open);
  mux.side.hears = !alwaysOpen;
  const backend: Backend = {
    filename: () => 'mux',
    write: (bytes) => (mux.stamps.on() ? mux.stamps.write(bytes) : frontendWrite(machine, mux.side, bytes)),
    watchOutput: (loop, callback, writer) => base.backend.watchOutput(watchingLoop(mux, loop), callback, writer),
    movable: () => claimsToMove(machine, [base]),
    frontendChanged: (frontend) => serveOn(mux, frontend?.loop ?? machine.mainLoop),
    close(): void {
      if (mux.side.chardev !== null) mux.side.chardev.frontend = null;
    },
    leave: () => detach(mux.side),
    restForgotten: () => forgetRest(mux.side),
    sharing: sharingOf(mux),
    startUpEnds(): Task<void> {
      chardev.open = isOpen();
      return chardev.open ? tellOpened(mux) : immediate(undefined);
    },
  };
  return success({ backend, open: isOpen() });
}
