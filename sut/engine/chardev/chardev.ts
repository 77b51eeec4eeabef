import type { Happening } from '../../../model/language/happening.ts';
import type { SocketInfo, TcpAddress } from '../../host/process.ts';
import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import { createMutex, type Mutex } from '../../runtime/mutex.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { type Attempt, failure } from '../failure.ts';
import { closeUntold } from '../fd/open.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import type { ConsoleScreen } from './console.ts';
import type { PendingList } from './pending.ts';
import type { Ring } from './ring.ts';
import { writeFailed } from './write-result.ts';

/** Events that a far end raises towards its frontend. OPENED and CLOSED set the chardev's `open` first. Source: CHR-50. */
export type ChardevEvent = 'opened' | 'closed' | 'break' | 'mux-in' | 'mux-out';

/** What a chardev with several frontends does in place of the one-frontend rules. Source: MUX-02..MUX-05, CHR-12. */
export type Sharing = {
  /** The frontend gets a place of its own, or the text why not. */
  attach(frontend: Frontend): Attempt<void>;
  detach(frontend: Frontend): void;
  /** An event of the chardev itself. */
  dispatch(event: ChardevEvent): Task<void>;
  focus(frontend: Frontend): Task<void>;
  acceptInput(): Task<void>;
  busy(): boolean;
  /** The one that query-chardev asks about. */
  focused(): Frontend | null;
};

/** Told once that a far end may take output, and whether because it hung up. */
export type OutputCallback = (hangUp: boolean) => Task<void>;

/** Who waits for output to go on. `idle`: nothing to write any more; `hopeless`: it has failed again and again. */
export type Writer = { readonly idle: () => boolean; readonly hopeless: () => boolean };

/** Listening sockets that were given away. `takeBack`: they are kept after all. */
export type HandedOver = { readonly listeners: readonly number[]; takeBack(): void };

/** One kind of far end. */
export type Backend = {
  /** What query-chardev says. */
  filename(): string;
  /** A count >= 0, or an error of write-result.ts. */
  write(bytes: Uint8Array): MaybeTask;
  /** Calls back once when output may go on or the far end hangs up; null when the backend cannot tell. */
  watchOutput(loop: MainLoop, callback: OutputCallback, writer?: Writer): WatchId | null;
  /** A frontend's handlers were set or cleared: input is looked for again, on that frontend's loop. Source: CHR-33. */
  frontendChanged(frontend: Frontend | null): Task<void>;
  /** Closes everything but the log. */
  close(): void;
  /** What it has in the file system goes, in a process that ends in good order. */
  vanish?(): void;
  /** Whether input can be served by another thread than the main loop's. Source: CHR-37. */
  movable?(): boolean;
  /** Descriptors that came with the last read, for monitors (FDSET-01); only sockets have any. */
  readonly pending?: PendingList;
  /** Where the far end of a pty can be opened; only ptys have one. */
  readonly slavePath?: string;
  /** Present on text consoles. */
  readonly screen?: ConsoleScreen;
  /** Present on ring buffers. */
  readonly ring?: Ring;
  /** Present on multiplexers. */
  readonly sharing?: Sharing;
  /** The guest sets the line's speed, in baud. Source: SER-01, MISC-01. */
  setSpeed?(baud: number): void;
  /** The guest raises or drops its modem lines. Source: SER-01, MISC-01. */
  setModemLines?(lines: { readonly dtr: boolean; readonly rts: boolean }): Task<void>;
  /** The modem's lines towards the guest, bits 4 to 7 of MSR, where the far end has any. Source: SER-01, MISC-01. */
  modemStatus?(): number;
  /** Input that waits in the backend itself is offered again (CHR-38). */
  acceptInput?(): Task<void>;
  /** What chardev-send-break does where it is not the plain delivery of BREAK. */
  sendBreak?(): Task<void>;
  /** Takes over a connection, if it has none and can have one. Source: CHR-20. */
  addClient?(fd: number): Task<boolean>;
  /** Takes a connection that its listener has just given (wait=on). */
  accept?(fd: number): Task<void>;
  /** Descriptors that go out with the next write; false: it cannot send any. Source: SOCK-17. */
  offerDescriptors?(fds: readonly number[]): boolean;
  /** Ends its connection, as a frontend asks, also from within an event. Source: SOCK-12. */
  disconnect?(): Task<void>;
  /** Waits until it is connected, where it can tell. Source: SOCK-18. */
  waitConnected?(): Task<Attempt<void>>;
  /** Shuts its connection down, if it has one; only sockets can. Any thread may call it. Source: CHR-21. */
  yank?(): void;
  /** Its attempt to connect that runs in a thread of its own, if one does: what it is known by. */
  attempt?(): object | null;
  /** The TCP port that it listens on (the first, where there are two). */
  listensAt?(): TcpAddress | null;
  /** Gives those of its listening sockets away that are at such a place. Source: ENG-21, SAFE-19. */
  handOver?(isPlace: (info: SocketInfo) => boolean): HandedOver;
  /** What it was refused the frontend will not repeat: it has left, or drops it (hub, and a mux on one). Source: Q-HUB-4. */
  restForgotten?(): void;
  /** It is removed: what it is a frontend of is left as any frontend leaves (mux, hub). Source: CHR-36. */
  leave?(): Task<void>;
  /** Start-up is over (mux). Source: MUX-14. */
  startUpEnds?(): Task<void>;
};

/** A chardev: a label, a far end, perhaps a log, and at most one frontend (a mux keeps its own). Source: section 1. */
export type Chardev = {
  readonly label: string;
  /** Which far end this is, counted as they were made, from 1. Source: ENG-32. */
  readonly generation: number;
  readonly happenings: Happening[];
  readonly type: string;
  readonly writeLock: Mutex;
  backend: Backend;
  open: boolean;
  /** -1: no log. */
  logFd: number;
  frontend: Frontend | null;
  /** Takes its input in place of the frontend while record or replay logs its traffic. Source: RR-06, RR-08. */
  logged: ((bytes: Uint8Array) => void) | null;
};

/** The user of a chardev. `loop` is where its input is served. */
export type Frontend = {
  /** What it is, in records of its events. */
  readonly name: string;
  loop: MainLoop;
  chardev: Chardev | null;
  /** What query-chardev calls frontend-open. */
  open: boolean;
  /** Its handlers are set; without them there is no room, and events are lost. */
  listening: boolean;
  /** It hears events without handlers: a repaired mux, from its creation (Q-MUX-5). */
  hears?: boolean;
  /** How many bytes it takes now. */
  canRead(): number;
  read(bytes: Uint8Array): Task<void>;
  event(event: ChardevEvent): Task<void>;
  /** What it does when the backend under it was exchanged: whether it takes that; null: it cannot now (SWAP-S08, SWAP-S09). */
  changed(): (() => Task<boolean>) | null;
  /** The exchange is over: what waited for room is tried again where nobody else would say so. Source: ENG-25. */
  woken?(): Task<void>;
  /** The backend that it had took its place again: what it waited for there goes on. Source: ENG-19, ENG-22. */
  restored?(): void;
  /** The change that waits for its turn, or is under way. Source: ENG-17. */
  change?: PendingChange | null;
};

/** A deferred change, as those see it who may end it. Source: ENG-04, ENG-23, ENG-24. */
export type PendingChange = {
  /** Its backend is being exchanged: handlers that are set now hear no OPENED of it. */
  readonly swapping: boolean;
  /** It can no longer happen; its requester is told why. */
  cancel(why: string): Task<void>;
};

const nothing: Backend = {
  filename: () => '',
  write: () => writeFailed,
  watchOutput: () => null,
  frontendChanged: () => immediate(undefined),
  close: () => {},
};

/** A chardev before its backend is opened. */
export function createChardev(machine: Machine, label: string, type: string): Chardev {
  const name = machine.scheduler.newObject(`chardev:${label}`);
  machine.generations += 1;
  return {
    label,
    generation: machine.generations,
    happenings: machine.happenings,
    type,
    writeLock: createMutex(machine.scheduler, name),
    backend: nothing,
    open: false,
    logFd: -1,
    frontend: null,
    logged: null,
  };
}

/** Hands an event to a frontend; one without handlers does not hear it. Source: CHR-51. */
export function tell(frontend: Frontend | null, event: ChardevEvent): Task<void> {
  if (frontend === null || !(frontend.listening || frontend.hears)) return immediate(undefined);
  const { name, chardev } = frontend;
  if (chardev !== null) {
    const { label: id, generation: gen, happenings } = chardev;
    happenings.push({ k: 'ev', fe: name, id, gen, e: words[event] });
  }
  return frontend.event(event);
}

/** Events in the words of sessions. Source: SLOG (ev). */
const words = {
  opened: 'OPENED',
  closed: 'CLOSED',
  break: 'BREAK',
  'mux-in': 'MUX_IN',
  'mux-out': 'MUX_OUT',
} as const satisfies Readonly<Record<ChardevEvent, string>>;

/** Raises an event; without a frontend it is lost. Source: CHR-50, CHR-51. */
export function raise(chardev: Chardev, event: ChardevEvent): Task<void> {
  if (event === 'opened') chardev.open = true;
  else if (event === 'closed') chardev.open = false;
  const { sharing } = chardev.backend;
  return sharing === undefined ? tell(chardev.frontend, event) : sharing.dispatch(event);
}

/** How much input the chardev's user takes now. Source: CHR-80. */
export function roomFor(chardev: Chardev): number {
  const { frontend } = chardev;
  return frontend?.listening ? frontend.canRead() : 0;
}

/** Hands input over. */
export function deliver(chardev: Chardev, bytes: Uint8Array): Task<void> {
  return chardev.logged === null ? deliverUnlogged(chardev, bytes) : immediate(chardev.logged(bytes));
}

/** Hands it over whatever record and replay have to do with it. Source: RR-06. */
export function deliverUnlogged({ frontend }: Chardev, bytes: Uint8Array): Task<void> {
  return frontend?.listening ? frontend.read(bytes) : immediate(undefined);
}

/** Whether somebody uses the chardev, listening or not. Source: CHR-12. */
export function isBusy(chardev: Chardev): boolean {
  return chardev.backend.sharing?.busy() ?? chardev.frontend !== null;
}

/** Closes backend and log of a chardev that nobody finds any more. Source: CHR: char_finalize, FDSET-47. */
export function destroy(machine: Machine, chardev: Chardev): void {
  if (chardev.frontend !== null) chardev.frontend.chardev = null;
  chardev.frontend = null;
  chardev.backend.close();
  if (chardev.logFd >= 0 && machine.planted !== 'log stays open') closeUntold(machine, chardev.logFd);
  chardev.logFd = -1;
}

/** Why a chardev that has its user cannot get another one. Source: CHR-30. */
export function inUse(machine: Machine, label: string): Attempt<never> {
  return failure(
    machine.profile.wording === '7.2' ? `Device '${label}' is in use` : `chardev '${label}' is already in use`,
  );
}
