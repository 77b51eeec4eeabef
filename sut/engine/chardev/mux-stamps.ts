import type { Task } from '../../runtime/task.ts';
import { bytesOf } from '../bytes.ts';
import type { Machine } from '../machine.ts';
import { hasQuirk } from '../quirk.ts';
import type { Frontend } from './chardev.ts';
import { stampText } from './mux-input.ts';
import { frontendWrite, frontendWriteAll } from './output.ts';
import { writeAgain } from './write-result.ts';

const nsPerMs = 1_000_000;
const newline = 10;

/** Whether every refused byte counts minus one while the bytes after it are still tried. Source: Q-MUX-1. */
function goesOnAfterRefusal(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-1');
}

/** Whether a stamp is written whole, however long that takes. Source: Q-MUX-2. */
function waitsForStamps(machine: Machine): boolean {
  return hasQuirk(machine, 'Q-MUX-2');
}

/** The output of a mux with time stamps. Source: MUX-12. */
export type Stamps = {
  /** On or off; off is what it starts with. */
  readonly on: boolean;
  toggle(): void;
  /** Writes byte by byte, with a stamp before the first byte of each line. */
  write(bytes: Uint8Array): Task<number>;
};

/** Stamps on what goes through `side` to the base. */
export function createStamps(machine: Machine, side: Frontend): Stamps {
  let on = false;
  let lineStart = false;
  let startedMs = -1;
  /** What of a stamp is still to be written. */
  let unwritten = new Uint8Array(0);

  const nextStamp = (): Uint8Array => {
    const nowMs = Math.floor(machine.clock.nowNs / nsPerMs);
    if (startedMs < 0) startedMs = nowMs;
    return bytesOf(stampText(nowMs - startedMs));
  };
  /** False: the stamp is not out yet. */
  function* stamped(): Task<boolean> {
    if (lineStart) {
      lineStart = false;
      const stamp = nextStamp();
      if (waitsForStamps(machine)) {
        yield* frontendWriteAll(machine, side, stamp);
        return true;
      }
      unwritten = stamp.slice();
    }
    if (unwritten.length === 0) return true;
    const count = yield* frontendWrite(machine, side, unwritten);
    if (count > 0) unwritten = unwritten.slice(count);
    return unwritten.length === 0;
  }
  return {
    get on(): boolean {
      return on;
    },
    toggle(): void {
      on = !on;
      startedMs = -1;
      lineStart = false;
    },
    *write(bytes: Uint8Array): Task<number> {
      let taken = 0;
      let error = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const ready = yield* stamped();
        const count = ready ? yield* frontendWrite(machine, side, bytes.subarray(at, at + 1)) : writeAgain;
        if (count < 0) error = count;
        if (count <= 0 && !goesOnAfterRefusal(machine)) break;
        taken += count < 0 ? -1 : count;
        if (bytes[at] === newline) lineStart = true;
      }
      const nothing = taken === 0 && error < 0 && !goesOnAfterRefusal(machine);
      return taken < 0 || nothing ? error : taken;
    },
  };
}
