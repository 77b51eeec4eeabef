import type { MainLoop, WatchId } from '../../runtime/main-loop.ts';
import { createMutex, lock, type Mutex, unlock } from '../../runtime/mutex.ts';
import { reads } from '../../runtime/step.ts';
import type { Task } from '../../runtime/task.ts';
import { closeUntold } from '../fd/open.ts';
import { immediate } from '../immediate.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import { writeLog } from './log.ts';
import type { PendingList } from './pending.ts';
import type { Ring } from './ring.ts';

/** Events that a backend raises towards its frontend. OPENED and CLOSED set the chardev's `open` first (CHR-50). */
export type ChardevEvent = 'opened' | 'closed' | 'break';

/** What a backend's write gives: a count, or one of these. Only "again" is temporary (section 1 of the chardev page). */
export const writeAgain = -1;
/** Any other error: nothing more will be taken. */
export const writeFailed = -2;

/** One kind of far end. */
export type Backend = {
  /** What query-chardev says. */
  filename(): string;
  /** A count >= 0, `writeAgain` or `writeFailed`. */
  write(bytes: Uint8Array): Task<number>;
  /** Calls back once when output may go on (or the far end hangs up); null when the backend cannot tell. */
  watchOutput(loop: MainLoop, callback: () => Task<void>): WatchId | null;
  /** The frontend's handlers were set or cleared: input is looked for again, on the frontend's loop. */
  frontendChanged(): void;
  /** Closes everything but the log. */
  close(): void;
  /** Descriptors that came with the last read, for monitors (FDSET-01); only sockets have any. */
  readonly pending?: PendingList;
  /** Present on ring buffers. */
  readonly ring?: Ring;
};

/** A chardev: a label, a far end, perhaps a log, and at most one frontend. Source: section 1 of the chardev page. */
export type Chardev = {
  readonly label: string;
  readonly type: string;
  readonly writeLock: Mutex;
  backend: Backend;
  open: boolean;
  /** -1: no log. */
  logFd: number;
  frontend: Frontend | null;
};

/** The user of a chardev. `loop` is where its input is served. */
export type Frontend = {
  readonly loop: MainLoop;
  chardev: Chardev | null;
  /** What query-chardev calls frontend-open. */
  open: boolean;
  /** How many bytes it takes now. */
  canRead(): number;
  read(bytes: Uint8Array): Task<void>;
  event(event: ChardevEvent): Task<void>;
  /** The backend under it was exchanged; null: it cannot take that (SWAP-S08, SWAP-S09). */
  readonly changed: (() => Task<void>) | null;
};

const nothing: Backend = {
  filename: () => '',
  write: () => immediate(writeFailed),
  watchOutput: () => null,
  frontendChanged: () => {},
  close: () => {},
};

/** A chardev before its backend is opened. */
export function createChardev(machine: Machine, label: string, type: string): Chardev {
  const name = machine.scheduler.newObject(`chardev:${label}`);
  return {
    label,
    type,
    writeLock: createMutex(machine.scheduler, name),
    backend: nothing,
    open: false,
    logFd: -1,
    frontend: null,
  };
}

/** Raises an event; without a frontend it is lost (CHR-51). */
export function* raise(chardev: Chardev, event: ChardevEvent): Task<void> {
  if (event === 'opened') chardev.open = true;
  else if (event === 'closed') chardev.open = false;
  if (chardev.frontend !== null) yield* chardev.frontend.event(event);
}

/** Whether a write refused with EAGAIN goes into the log all the same. Source: DEF-05, LOG-02. */
function logsRefusedWrites(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-05');
}

function loggedLength(machine: Machine, result: number, length: number): number {
  if (result >= 0) return result;
  return result === writeFailed || logsRefusedWrites(machine) ? length : 0;
}

/** One write through the backend and into the log, under the chardev's write lock. Source: CHR-60, CHR-64, LOG-01. */
export function* writeOut(machine: Machine, chardev: Chardev, bytes: Uint8Array): Task<number> {
  yield* lock(chardev.writeLock);
  const result = yield* chardev.backend.write(bytes);
  if (chardev.logFd >= 0) {
    const length = loggedLength(machine, result, bytes.length);
    if (length > 0) yield* writeLog(machine, chardev.logFd, bytes.subarray(0, length));
  }
  yield* unlock(chardev.writeLock);
  return result;
}

const readingChardev = reads('frontend', 'chardev');

/** A frontend's write: 0 when it has no chardev (CHR-39). */
export function* frontendWrite(machine: Machine, frontend: Frontend, bytes: Uint8Array): Task<number> {
  if (machine.scheduler.explored) yield readingChardev;
  if (frontend.chardev === null) return 0;
  return yield* writeOut(machine, frontend.chardev, bytes);
}

/** Attaches a frontend; false when another one has the chardev (CHR-30). No handler runs yet (CHR-31). */
export function attach(chardev: Chardev, frontend: Frontend): boolean {
  if (chardev.frontend !== null) return false;
  chardev.frontend = frontend;
  frontend.chardev = chardev;
  frontend.open = false;
  return true;
}

/** set_handlers with a listening frontend: input is looked for, and OPENED is repeated. Source: CHR-33, CHR-34. */
export function* listen(chardev: Chardev, frontend: Frontend, frontendOpen: boolean): Task<void> {
  chardev.backend.frontendChanged();
  if (frontendOpen) frontend.open = true;
  if (chardev.open) yield* raise(chardev, 'opened');
}

/** Closes backend and log of a chardev that nobody finds any more. Source: CHR: char_finalize, FDSET-47. */
export function destroy(machine: Machine, chardev: Chardev): void {
  if (chardev.frontend !== null) chardev.frontend.chardev = null;
  chardev.frontend = null;
  chardev.backend.close();
  if (chardev.logFd >= 0) closeUntold(machine, chardev.logFd);
  chardev.logFd = -1;
}
