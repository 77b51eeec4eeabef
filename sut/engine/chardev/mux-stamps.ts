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
  on(): boolean;
  toggle(): void;
  /** Writes byte by byte, with a stamp before the first byte of each line. */
  write(bytes: Uint8Array): Task<number>;
};

type State = {
  readonly machine: Machine;
  readonly side: Frontend;
  on: boolean;
  lineStart: boolean;
  startedMs: number;
  /** What of a stamp is still to be written. */
  unwritten: Uint8Array;
};

function nextStamp(state: State): Uint8Array {
  const nowMs = Math.floor(state.machine.clock.nowNs / nsPerMs);
  if (state.startedMs < 0) state.startedMs = nowMs;
  return bytesOf(stampText(nowMs - state.startedMs));
}

/** False: the stamp is not out yet; one that fails for good is given up. Source: MUX-12, CHR-61. */
function* stamped(state: State): Task<boolean> {
  const { machine, side } = state;
  if (state.lineStart) {
    state.lineStart = false;
    const stamp = nextStamp(state);
    if (waitsForStamps(machine)) {
      yield* frontendWriteAll(machine, side, stamp);
      return true;
    }
    state.unwritten = stamp.slice();
  }
  while (state.unwritten.length > 0) {
    const given = frontendWrite(machine, side, state.unwritten);
    const count = typeof given === 'number' ? given : yield* given;
    if (count === writeAgain) return false;
    state.unwritten = state.unwritten.slice(count > 0 ? count : state.unwritten.length); // the next byte tells the error
  }
  return true;
}

function* write(state: State, bytes: Uint8Array): Task<number> {
  const { machine, side } = state;
  let taken = 0;
  let error = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const ready = yield* stamped(state);
    const given = ready ? frontendWrite(machine, side, bytes.subarray(at, at + 1)) : writeAgain;
    const count = typeof given === 'number' ? given : yield* given;
    if (count < 0) error = count;
    if (count <= 0 && !goesOnAfterRefusal(machine)) break;
    taken += count < 0 ? -1 : count;
    if (bytes[at] === newline) state.lineStart = true;
  }
  const nothing = taken === 0 && error < 0 && !goesOnAfterRefusal(machine);
  return taken < 0 || nothing ? error : taken;
}

/** Stamps on what goes through `side` to the base. */
export function createStamps(machine: Machine, side: Frontend): Stamps {
  const state: State = { machine, side, on: false, lineStart: false, startedMs: -1, unwritten: new Uint8Array(0) };
  return {
    on: () => state.on,
    toggle(): void {
      state.on = !state.on;
      state.startedMs = -1;
      state.lineStart = false;
    },
    write: (bytes) => write(state, bytes),
  };
}
