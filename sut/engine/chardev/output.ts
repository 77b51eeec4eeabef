import { lock, lockAtOnce, unlock, unlockAtOnce } from '../../runtime/mutex.ts';
import { reads } from '../../runtime/step.ts';
import type { MaybeTask, Task } from '../../runtime/task.ts';
import { sleepFor } from '../../runtime/wait.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { LoggedWrite, Tape } from '../replay/tape.ts';
import type { Chardev, Frontend } from './chardev.ts';
import { writeLog } from './log.ts';
import { writeAgain, writeFailed, writeResultOf } from './write-result.ts';

const retryNs = 100_000;

/** Whether a write refused with EAGAIN goes into the log all the same. Source: DEF-05, LOG-02. */
function logsRefusedWrites(machine: Machine): boolean {
  return hasQuirk(machine, 'DEF-05');
}

/** Whether what went wrong with the log is told as if it went wrong with the write. Source: Q-CORE-2. */
function logErrorCounts(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-CORE-2');
}

/** Logs what was taken, or all of it where nothing was taken; gives the result as the caller sees it. Source: CHR-64. */
function* logged(machine: Machine, chardev: Chardev, bytes: Uint8Array, taken: number, result: number): Task<number> {
  if (chardev.logFd < 0) return result;
  const all = taken === 0 && result < 0 && (result !== writeAgain || logsRefusedWrites(machine));
  const length = all ? bytes.length : taken;
  if (length === 0) return result;
  const errno = yield* writeLog(machine, chardev.logFd, bytes.subarray(0, length));
  return errno !== null && result < 0 && logErrorCounts(machine) ? writeResultOf(errno) : result;
}

/** One write through the backend and into the log, under the chardev's write lock. Source: CHR-60, CHR-64, LOG-01. */
export function writeOut(machine: Machine, chardev: Chardev, bytes: Uint8Array): MaybeTask {
  if (bytes.length === 0) return 0;
  if (machine.tape !== null) return writeTaped(machine, machine.tape, chardev, bytes, false);
  if (!lockAtOnce(chardev.writeLock)) return writeWaiting(machine, chardev, bytes);
  const wrote = chardev.backend.write(bytes);
  if (typeof wrote === 'number' && chardev.logFd < 0 && unlockAtOnce(chardev.writeLock)) return wrote;
  return writeOn(machine, chardev, bytes, wrote);
}

function* writeWaiting(machine: Machine, chardev: Chardev, bytes: Uint8Array): Task<number> {
  yield* lock(chardev.writeLock);
  return yield* writeOn(machine, chardev, bytes, chardev.backend.write(bytes));
}

/** The rest of a write, with the lock held. */
function* writeOn(machine: Machine, chardev: Chardev, bytes: Uint8Array, given: MaybeTask): Task<number> {
  const wrote = typeof given === 'number' ? given : yield* given;
  const result = chardev.logFd < 0 ? wrote : yield* logged(machine, chardev, bytes, Math.max(0, wrote), wrote);
  if (!unlockAtOnce(chardev.writeLock)) yield* unlock(chardev.writeLock);
  return result;
}

/** Writes until all is taken, waiting 100 microseconds at each EAGAIN. Source: CHR-61, CHR-62. */
export function* writeAllOut(machine: Machine, chardev: Chardev, bytes: Uint8Array): Task<number> {
  if (bytes.length === 0) return 0;
  if (machine.tape !== null) return yield* writeTaped(machine, machine.tape, chardev, bytes, true);
  if (!lockAtOnce(chardev.writeLock)) yield* lock(chardev.writeLock);
  const { result, taken } = yield* writeWhole(machine, chardev, bytes);
  if (!unlockAtOnce(chardev.writeLock)) yield* unlock(chardev.writeLock);
  return result < 0 ? result : taken;
}

/** The last result of the backend, or of its log, and all that was taken. */
function* writeWhole(machine: Machine, chardev: Chardev, bytes: Uint8Array): Task<LoggedWrite> {
  let taken = 0;
  let result = 0;
  while (taken < bytes.length) {
    const given = chardev.backend.write(bytes.subarray(taken));
    result = typeof given === 'number' ? given : yield* given;
    if (result === writeAgain) {
      yield* sleepFor(machine.clock, retryNs);
      continue;
    }
    if (result <= 0) break;
    taken += result;
  }
  result = yield* logged(machine, chardev, bytes, taken, result);
  return { result, taken };
}

/**
 * A write while traffic is recorded or replayed. Replayed, all that was taken then goes out, and the result is the one of
 * then, with any errno. Source: RR-03, RR-04, RR-13.
 */
function* writeTaped(machine: Machine, tape: Tape, chardev: Chardev, bytes: Uint8Array, all: boolean): Task<number> {
  if (!lockAtOnce(chardev.writeLock)) yield* lock(chardev.writeLock);
  const isLogged = chardev.logged !== null;
  let answer: number;
  if (isLogged && !tape.recording) {
    const then = yield* tape.nextWrite(bytes.length);
    if (then.taken > 0) yield* writeWhole(machine, chardev, bytes.subarray(0, then.taken));
    answer = then.result < 0 ? writeFailed : then.result;
  } else {
    let wrote: LoggedWrite;
    if (all || (tape.recording && machine.profile.recordedWrites === 'whole')) {
      wrote = yield* writeWhole(machine, chardev, bytes);
    } else {
      const given = chardev.backend.write(bytes);
      const first = typeof given === 'number' ? given : yield* given;
      const taken = Math.max(0, first);
      wrote = { result: yield* logged(machine, chardev, bytes, taken, first), taken };
    }
    if (isLogged) tape.wrote(wrote);
    answer = wrote.result < 0 ? wrote.result : wrote.taken;
  }
  if (!unlockAtOnce(chardev.writeLock)) yield* unlock(chardev.writeLock);
  return answer;
}

const readingChardev = reads('frontend', 'chardev');

/** A frontend's write: 0 when it has no chardev (CHR-39). */
export function frontendWrite(machine: Machine, frontend: Frontend, bytes: Uint8Array): MaybeTask {
  if (machine.scheduler.explored && machine.scheduler.undeclared === null)
    return frontendWriteSeen(machine, frontend, bytes);
  return frontend.chardev === null ? 0 : writeOut(machine, frontend.chardev, bytes);
}

function* frontendWriteSeen(machine: Machine, frontend: Frontend, bytes: Uint8Array): Task<number> {
  yield readingChardev;
  const given = frontend.chardev === null ? 0 : writeOut(machine, frontend.chardev, bytes);
  return typeof given === 'number' ? given : yield* given;
}

/** A frontend's write_all. */
export function* frontendWriteAll(machine: Machine, frontend: Frontend, bytes: Uint8Array): Task<number> {
  if (machine.scheduler.explored && machine.scheduler.undeclared === null) yield readingChardev;
  if (frontend.chardev === null) return 0;
  return yield* writeAllOut(machine, frontend.chardev, bytes);
}
